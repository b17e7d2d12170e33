import { useSignal } from '@preact/signals';
import type { CreateRoom } from '@skein/protocol/rest';
import { useId, useMemo } from 'preact/hooks';
import { Dialog } from '../../design/dialog.tsx';
import { Choice, Field, FormError } from '../../design/field.tsx';
import { FormActions } from '../../design/form-actions.tsx';
import { Form } from '../../models/form.ts';
import { usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';

const FIELD_BY_CODE = { name_taken: 'name', name_invalid: 'name' } as const;

export function MakeRoom({ onClose }: { readonly onClose: () => void }) {
  const { rest, address } = usePage();
  const form = useMemo(() => new Form<'name'>({ fieldByCode: FIELD_BY_CODE, troubleWords }), []);
  const name = useSignal('');
  const kind = useSignal<CreateRoom['kind']>('public');

  function submit(event: Event): void {
    event.preventDefault();
    if (name.value.trim() === '') return form.refuse('name', lateWords.roomNameMissing);
    void form.submit(async () => {
      const answer = await rest.createRoom({ name: name.value.trim(), kind: kind.value });
      if (!answer.ok) return answer.error;
      onClose();
      address.go(answer.value.id);
      return undefined;
    });
  }

  return (
    <Dialog title={words.makeRoom} onClose={onClose}>
      <form class="entrance-form" noValidate onSubmit={submit}>
        <FormError>{form.whole}</FormError>
        <Field
          label={lateWords.roomName}
          autocomplete="off"
          dir="auto"
          required
          autofocus
          value={name}
          onInput={(event) => (name.value = event.currentTarget.value)}
          error={form.at('name')}
        />
        <Choice
          legend={lateWords.roomKind}
          name={useId()}
          options={lateWords.kinds}
          hints={lateWords.kindHints}
          value={kind.value}
          onChange={(value) => (kind.value = value)}
        />
        <FormActions action={words.makeRoom} isBusy={form.isBusy.value} onClose={onClose} />
      </form>
    </Dialog>
  );
}
