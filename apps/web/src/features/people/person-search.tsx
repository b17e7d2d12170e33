import { type Signal, useSignal } from '@preact/signals';
import type { People } from '@skein/protocol/rest';
import { type ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Name } from '../../design/name.tsx';
import { Picture } from './picture.tsx';
import { useChat } from '../../page.ts';
import './person-search.css';

const PAUSE_MS = 150;

export type FoundPerson = People['people'][number];

interface PersonSearchProps {
  readonly label: string;
  /** What is typed. */
  readonly text: Signal<string>;
  /** Somebody was chosen, by mouse, by finger or by Enter. */
  readonly onChoose: (person: FoundPerson) => void;
  /** Who is not offered. */
  readonly without?: ReadonlySet<string>;
  readonly autofocus?: boolean;
  /** Where nothing but a choice counts: Enter takes the first who is found, as soon as it is known, and here it is told that there is nobody. */
  readonly onNobody?: () => void;
  /** Beside the input. */
  readonly children?: ComponentChildren;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Finds people by the beginning of the name they log in with, while it is typed. */
export function PersonSearch({
  label,
  text,
  onChoose,
  without = NOBODY,
  autofocus,
  onNobody,
  children,
}: PersonSearchProps) {
  const { rest, pictures } = useChat();
  const id = useId();
  const people = useSignal<readonly FoundPerson[]>([]);
  const chosen = useSignal(-1);
  const isOpen = useSignal(false);
  /** What `people` was found for. */
  const found = useRef('');
  const isAwaited = useRef(false);
  const search = text.value.trim();

  useEffect(() => {
    if (search === '' || !isOpen.value) return;
    let isOver = false;
    const complete = async (): Promise<void> => {
      const answer = await rest.people(search);
      if (isOver || !answer.ok) return;
      pictures.meet(answer.value.people);
      people.value = answer.value.people;
      chosen.value = -1;
      found.current = search;
      if (isAwaited.current) takeFirst(answer.value.people.filter((person) => !without.has(person.id)));
    };
    const timer = setTimeout(() => void complete(), PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [search, isOpen.value]);

  const options = isOpen.value && search !== '' ? people.value.filter((person) => !without.has(person.id)) : [];

  function choose(person: FoundPerson): void {
    isOpen.value = false;
    people.value = [];
    onChoose(person);
  }

  function takeFirst([first]: readonly FoundPerson[]): void {
    isAwaited.current = false;
    if (first) choose(first);
    else onNobody?.();
  }

  function pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (onNobody && event.key === 'Enter' && search !== '' && chosen.value < 0) {
      event.preventDefault();
      if (isOpen.value && found.current === search) return takeFirst(options);
      isOpen.value = true;
      isAwaited.current = true;
    }
    if (options.length === 0) return;
    const option = options[chosen.value];
    if (event.key === 'Escape') {
      // The dialog around this, where there is one, stays.
      event.stopPropagation();
      event.preventDefault();
      isOpen.value = false;
    } else if (event.key === 'Enter' && option) choose(option);
    else if (event.key === 'ArrowDown') chosen.value = (chosen.value + 1) % options.length;
    else if (event.key === 'ArrowUp') chosen.value = (chosen.value <= 0 ? options.length : chosen.value) - 1;
    else return;
    event.preventDefault();
  }

  return (
    <>
      <label for={`${id}-name`}>{label}</label>
      <div class="person-search">
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
            autofocus={autofocus}
            value={text}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              isAwaited.current = false;
              isOpen.value = true;
            }}
            onKeyDown={pressed}
            onBlur={() => (isOpen.value = false)}
          />
        </div>
        {children}
        <ul id={`${id}-options`} class="person-options" role="listbox" aria-label={label} hidden={options.length === 0}>
          {options.map((person, index) => (
            <li
              key={person.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen.value}
              // Pressing must not take the focus, or the list would be gone before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(person)}
            >
              <Picture person={person} size="small" />
              <Name>{person.name}</Name>
              {person.login !== person.name && <span class="member-about">{person.login}</span>}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
