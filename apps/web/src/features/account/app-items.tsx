import type { Signal } from '@preact/signals';
import type { Overlay } from '../../models/overlay.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';

interface AppItemsProps {
  readonly overlay: Signal<Overlay>;
  readonly onChosen: () => void;
}

/** What the page can be besides a page: a program that tells of messages. */
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
      <button type="button" class="account-item" onClick={choose(() => (overlay.value = 'notifications'))}>
        {words.notifications}
      </button>
      {installing.isOffered.value && (
        <button type="button" class="account-item" onClick={choose(() => void installing.ask())}>
          {words.install}
        </button>
      )}
    </div>
  );
}
