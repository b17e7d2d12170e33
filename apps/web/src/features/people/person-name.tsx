import type { Person } from '@skein/protocol/people';
import { Name } from '../../design/name.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import './person-name.css';

interface PersonNameProps {
  readonly person: Person;
  /** In the timeline there are too many for the Tab key; the list of members leads to the same cards. */
  readonly isPassedByTab?: boolean;
}

/** Somebody's name, and a press on it opens their card. */
export function PersonName({ person, isPassedByTab = false }: PersonNameProps) {
  const { people } = useChat();
  return (
    <button
      type="button"
      class="person-name"
      aria-label={words.profileOf(person.name)}
      tabIndex={isPassedByTab ? -1 : undefined}
      onClick={() => people.show({ id: person.id, name: person.name })}
    >
      <Name>{person.name}</Name>
    </button>
  );
}
