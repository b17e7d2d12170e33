import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useId, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Choice, FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import { RETENTION_DAYS } from '../../models/retention.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

interface RetentionProps {
  readonly room: RoomView;
  readonly mayChange: boolean;
}

/** How long the room keeps its messages; to be changed by who may. */
export function Retention({ room, mayChange }: RetentionProps) {
  const isOpen = useSignal(false);
  if (!mayChange && room.retentionDays === null) return null;
  return (
    <section class="members-retention" aria-label={words.retention}>
      <p>{words.retentionNow(room.retentionDays)}</p>
      {mayChange && <Button onClick={() => (isOpen.value = true)}>{words.retentionChange}</Button>}
      {isOpen.value && <RetentionDialog room={room} onClose={() => (isOpen.value = false)} />}
    </section>
  );
}

function RetentionDialog({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const { rest } = useChat();
  const form = useMemo(() => new Form<never>({ fieldByCode: {}, troubleWords }), []);
  const days = useSignal(String(room.retentionDays));
  const offered = useMemo(() => new Set([...RETENTION_DAYS, room.retentionDays]), []);
  const options = Object.fromEntries([...offered].map((each) => [String(each), words.retentionOption(each)]));

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const retentionDays = days.value === 'null' ? null : Number(days.value);
    const isSaved = await form.submit(async () => {
      const answer = await rest.changeRoom(room.id, { retentionDays });
      return answer.ok ? undefined : answer.error;
    });
    if (isSaved) onClose();
  }

  return (
    <Dialog title={words.retentionTitle(room.name)} onClose={onClose}>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <Choice
          legend={words.retention}
          name={useId()}
          options={options}
          value={days.value}
          onChange={(value) => (days.value = value)}
        />
        <p class="retention-warning">{words.retentionWarning}</p>
        <div class="dialog-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="primary" type="submit" isBusy={form.isBusy.value}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
