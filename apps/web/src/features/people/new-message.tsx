import { useSignal } from '@preact/signals';
import { LIMITS } from '@skein/protocol/limits';
import { useMemo } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/field.tsx';
import { FormActions } from '../../design/form-actions.tsx';
import { Name } from '../../design/name.tsx';
import { Picture } from './picture.tsx';
import { Form } from '../../models/form.ts';
import { useChat, usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { type FoundPerson, PersonSearch } from './person-search.tsx';
import './new-message.css';

/** Chooses whom to write to: one, or a few who then share a conversation. */
export function NewMessage({ onClose }: { readonly onClose: () => void }) {
  const { address } = usePage();
  const chat = useChat();
  const form = useMemo(() => new Form<never>({ fieldByCode: {}, troubleWords }), []);
  const text = useSignal('');
  const people = useSignal<readonly FoundPerson[]>([]);
  const chosen = people.value;
  const isFull = chosen.length >= LIMITS.directPeople - 1;
  const without = new Set([chat.account.value.id, ...chosen.map(({ id }) => id)]);

  function choose(person: FoundPerson): void {
    people.value = [...chosen, person];
    text.value = '';
    form.fault.value = undefined;
  }

  function say(fault: string): void {
    form.fault.value = { field: undefined, words: fault };
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (chosen.length === 0) return say(lateWords.nobodyChosen);
    void form.submit(async () => {
      const opened = await chat.people.writeTo(chosen.map(({ id }) => id));
      if ('trouble' in opened) return opened.trouble;
      onClose();
      address.go(opened.room);
      return undefined;
    });
  }

  return (
    <Dialog title={words.newMessage} onClose={onClose}>
      <form class="new-message" noValidate onSubmit={submit}>
        <PersonSearch
          label={lateWords.newMessageTo}
          text={text}
          onChoose={choose}
          onNobody={() => say(lateWords.nobodyFound)}
          without={without}
          autofocus
        />
        <p class="field-hint">{isFull ? lateWords.tooManyPeople : lateWords.newMessageHint}</p>
        <ul class="new-message-people" aria-label={lateWords.addedPeople}>
          {chosen.map((person) => (
            <li key={person.id}>
              <Picture person={person} size="small" />
              <Name>{person.name}</Name>
              <IconButton
                icon="close"
                label={lateWords.takeOut(person.name)}
                onClick={() => (people.value = chosen.filter((other) => other !== person))}
              />
            </li>
          ))}
        </ul>
        <FormError>{form.whole}</FormError>
        <FormActions action={lateWords.openConversation} isBusy={form.isBusy.value} onClose={onClose} />
      </form>
    </Dialog>
  );
}
