import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useId, useMemo } from 'preact/hooks';
import { Confirm } from '../../design/confirm.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Choice, FormError } from '../../design/field.tsx';
import { FormActions } from '../../design/form-actions.tsx';
import { Form } from '../../models/form.ts';
import { isKeptShorter, RETENTION_DAYS } from '../../models/retention.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';

interface RetentionDialogProps {
  readonly room: RoomView;
  readonly onClose: () => void;
}

/** Sets how long the room keeps its messages; asks before messages are deleted for it. */
export function RetentionDialog({ room, onClose }: RetentionDialogProps) {
  const { rest } = useChat();
  const form = useMemo(() => new Form<never>({ fieldByCode: {}, troubleWords }), []);
  const chosen = useSignal(String(room.retentionDays));
  const isAsking = useSignal(false);
  const offered = useMemo(() => new Set([...RETENTION_DAYS, room.retentionDays]), []);
  const options = Object.fromEntries([...offered].map((each) => [String(each), lateWords.retentionOption(each)]));
  const days = chosen.value === 'null' ? null : Number(chosen.value);

  async function save(): Promise<Trouble | undefined> {
    const answer = await rest.changeRoom(room.id, { retentionDays: days });
    if (!answer.ok) return answer.error;
    onClose();
    return undefined;
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (isKeptShorter(days, room.retentionDays)) isAsking.value = true;
    else void form.submit(save);
  }

  return (
    <Dialog title={lateWords.retentionTitle(room.name)} onClose={onClose}>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <Choice
          legend={words.retention}
          name={useId()}
          options={options}
          value={chosen.value}
          onChange={(value) => (chosen.value = value)}
        />
        <p class="retention-warning">{lateWords.retentionWarning}</p>
        <FormActions action={words.save} isBusy={form.isBusy.value} onClose={onClose} />
      </form>
      {isAsking.value && days !== null && (
        <Confirm
          title={lateWords.retentionConfirmTitle(days)}
          text={lateWords.retentionConfirmText(room.name, days)}
          action={lateWords.retentionConfirm}
          onConfirm={save}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </Dialog>
  );
}
