import { type Signal, useSignal } from '@preact/signals';
import { Confirm } from '../../design/confirm.tsx';
import type { Overlay } from '../../models/overlay.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat, usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

interface LogOutProps {
  readonly overlay: Signal<Overlay>;
  readonly onChosen: () => void;
}

/** Asks first where something was written and not sent: it goes with the log-out. */
export function LogOut({ overlay, onChosen }: LogOutProps) {
  const { unsent } = useChat();
  const logOut = useLogOut();
  const trouble = useSignal<Trouble | undefined>(undefined);
  async function chosen(): Promise<void> {
    if (unsent.value > 0) {
      onChosen();
      overlay.value = 'log-out';
    } else trouble.value = await logOut();
  }
  return (
    <div class="account-section">
      <button type="button" class="account-item" onClick={chosen}>
        {words.logOut}
      </button>
      {trouble.value && (
        <p role="alert" class="field-error">
          {troubleWords(trouble.value)}
        </p>
      )}
    </div>
  );
}

export function LogOutDialog({ onClose }: { readonly onClose: () => void }) {
  const { unsent } = useChat();
  const logOut = useLogOut();
  return (
    <Confirm
      title={words.logOutTitle}
      text={words.logOutText(unsent.value)}
      action={words.logOut}
      onClose={onClose}
      onConfirm={logOut}
    />
  );
}

/** What was written and not sent is nobody else's business on this machine. */
function useLogOut(): () => Promise<Trouble | undefined> {
  const { visit, address } = usePage();
  const chat = useChat();
  return async () => {
    const trouble = await visit.logOut(() => chat.forget());
    if (!trouble) address.go(undefined, 'replace');
    return trouble;
  };
}
