import type { Signal } from '@preact/signals';
import type { Overlay } from '../../models/overlay.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';

interface AppItemsProps {
  readonly overlay: Signal<Overlay>;
  readonly onChosen: () => void;
}

/** What is one's own; and the page as a program: what it tells of, its keys, and how it is installed. */
export function AppItems({ overlay, onChosen }: AppItemsProps) {
  const { installing } = usePage();
  const choose = (act: () => void) => (): void => {
    onChosen();
    act();
  };
  return (
    <div class="account-section">
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'profile'))}>
        {words.profile}
      </button>
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'saved'))}>
        {words.savedMessages}
      </button>
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'sessions'))}>
        {words.sessions}
      </button>
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'password'))}>
        {words.changePassword}
      </button>
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'notifications'))}>
        {words.notifications}
      </button>
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'shortcuts'))}>
        {words.shortcutsTitle}
      </button>
      {installing.isOffered.value && (
        <button type="button" class="account-item" onClick={choose(() => void installing.ask())}>
          {words.install}
        </button>
      )}
    </div>
  );
}
