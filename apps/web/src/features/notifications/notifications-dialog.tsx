import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { usePage } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './notifications.css';

/** Whether this device tells of messages while nobody looks at the page. */
export function NotificationsDialog({ onClose }: { readonly onClose: () => void }) {
  const { notifying } = usePage();
  const isBusy = useSignal(false);
  const standing = notifying.standing.value;
  async function change(act: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    await act();
    isBusy.value = false;
  }
  return (
    <Dialog title={words.notifications} onClose={onClose}>
      <p class="notifications-text" role="status">
        {lateWords.notificationsTexts[standing]}
      </p>
      <FormError>{notifying.hasFailed.value ? lateWords.notificationsFailed : undefined}</FormError>
      <div class="dialog-actions">
        {(standing === 'push' || standing === 'page') && (
          <Button isBusy={isBusy.value} onClick={() => change(() => notifying.turnOff())}>
            {lateWords.turnOff}
          </Button>
        )}
        {standing === 'off' && (
          <Button kind="primary" isBusy={isBusy.value} onClick={() => change(() => notifying.turnOn())}>
            {lateWords.turnOn}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
