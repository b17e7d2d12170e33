import { useSignal } from '@preact/signals';
import type { People } from '@skein/protocol/rest';
import { useEffect, useId, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { Name } from '../../design/name.tsx';
import { Form } from '../../models/form.ts';
import { useChat } from '../../page.ts';
import { troubleWithPerson } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

const PAUSE_MS = 150;

/** Brings somebody into the room by the name they log in with; names are completed. */
export function Invite({ room }: { readonly room: string }) {
  const { rest } = useChat();
  const id = useId();
  const form = useMemo(() => new Form<never>({ fieldByCode: {}, troubleWords: troubleWithPerson }), []);
  const name = useSignal('');
  const people = useSignal<People['people']>([]);
  const chosen = useSignal(-1);
  const isOpen = useSignal(false);
  const done = useSignal('');
  const text = name.value.trim();

  useEffect(() => {
    if (text === '' || !isOpen.value) return;
    let isOver = false;
    const complete = async (): Promise<void> => {
      const answer = await rest.people(text);
      if (isOver || !answer.ok) return;
      people.value = answer.value.people;
      chosen.value = -1;
    };
    const timer = setTimeout(() => void complete(), PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [text, isOpen.value]);

  const options = isOpen.value && text !== '' ? people.value : [];

  function choose(login: string): void {
    name.value = login;
    isOpen.value = false;
    people.value = [];
  }

  function pressed(event: KeyboardEvent): void {
    if (event.isComposing || options.length === 0) return;
    const option = options[chosen.value];
    if (event.key === 'Escape') {
      // The dialog around this, where there is one, stays.
      event.stopPropagation();
      event.preventDefault();
      isOpen.value = false;
    } else if (event.key === 'Enter' && option) choose(option.login);
    else if (event.key === 'ArrowDown') chosen.value = (chosen.value + 1) % options.length;
    else if (event.key === 'ArrowUp') chosen.value = (chosen.value <= 0 ? options.length : chosen.value) - 1;
    else return;
    event.preventDefault();
  }

  function submit(event: Event): void {
    event.preventDefault();
    if (text === '') return;
    isOpen.value = false;
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
      <label for={`${id}-name`}>{words.inviteByName}</label>
      <div class="invite-line">
        <div class="field-frame">
          <input
            id={`${id}-name`}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={options.length > 0}
            aria-controls={`${id}-options`}
            aria-activedescendant={chosen.value >= 0 ? `${id}-${chosen.value}` : undefined}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            dir="auto"
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
              isOpen.value = true;
            }}
            onKeyDown={pressed}
            onBlur={() => (isOpen.value = false)}
          />
        </div>
        <Button type="submit" isBusy={form.isBusy.value}>
          {words.invite}
        </Button>
        <ul
          id={`${id}-options`}
          class="invite-options"
          role="listbox"
          aria-label={words.inviteByName}
          hidden={options.length === 0}
        >
          {options.map((person, index) => (
            <li
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen.value}
              // Pressing must not take the focus, or the list would be gone before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(person.login)}
            >
              <Name>{person.name}</Name>
              {person.login !== person.name && <span class="member-about">{person.login}</span>}
            </li>
          ))}
        </ul>
      </div>
      <FormError>{form.whole}</FormError>
      <p class="invite-done" role="status">
        {done.value}
      </p>
    </form>
  );
}
