import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { Form } from '../../models/form.ts';
import { useChat } from '../../page.ts';
import { troubleWithPerson } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import { PersonSearch } from '../people/person-search.tsx';

/** Brings somebody into the room by the name they log in with; names are completed. */
export function Invite({ room }: { readonly room: string }) {
  const { rest } = useChat();
  const form = useMemo(() => new Form<never>({ fieldByCode: {}, troubleWords: troubleWithPerson }), []);
  const name = useSignal('');
  const done = useSignal('');

  function submit(event: Event): void {
    event.preventDefault();
    const text = name.value.trim();
    if (text === '') return;
    done.value = '';
    void form.submit(async () => {
      const answer = await rest.invite(room, text);
      if (!answer.ok) return answer.error;
      done.value = words.invitedDone(text);
      name.value = '';
      return undefined;
    });
  }

  return (
    <form class="invite" noValidate onSubmit={submit}>
      <PersonSearch label={words.inviteByName} text={name} onChoose={({ login }) => (name.value = login)}>
        <Button type="submit" isBusy={form.isBusy.value}>
          {words.invite}
        </Button>
      </PersonSearch>
      <FormError>{form.whole}</FormError>
      <p class="invite-done" role="status">
        {done.value}
      </p>
    </form>
  );
}
