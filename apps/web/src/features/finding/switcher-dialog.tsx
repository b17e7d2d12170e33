import { useEffect, useId, useMemo } from 'preact/hooks';
import { Dialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import { recentRooms } from '../../models/finding/recent-rooms.ts';
import { type Destination, Switcher } from '../../models/finding/switcher.ts';
import { useChat, usePage } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { pressedInCombobox } from './combobox-keys.ts';
import { DestinationView } from './destination.tsx';
import './finding.css';

const PAUSE_MS = 150;

interface SwitcherDialogProps {
  readonly onClose: () => void;
  /** What was typed is looked for in messages instead. */
  readonly onSearch: (text: string) => void;
}

/** Goes to a room or a person by a few letters. */
export function SwitcherDialog({ onClose, onSearch }: SwitcherDialogProps) {
  const { address } = usePage();
  const chat = useChat();
  const id = useId();
  const switcher = useSwitcher();
  const typed = switcher.typed.value;
  const destinations = switcher.destinations.value;
  const chosen = switcher.chosen.value;

  async function goTo(destination: Destination | undefined): Promise<void> {
    if (!destination) return typed.trim() === '' ? undefined : onSearch(typed.trim());
    onClose();
    if (destination.kind === 'room') return address.go(destination.room.id);
    const opened = await chat.people.writeTo([destination.person.id]);
    if ('room' in opened) address.go(opened.room);
  }

  return (
    <Dialog title={lateWords.switcherTitle} onClose={onClose} shape="top">
      <div class="finding-input field-frame">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={lateWords.switcherPlaceholder}
          placeholder={lateWords.switcherPlaceholder}
          aria-autocomplete="list"
          aria-expanded={destinations.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={destinations.length > 0 ? `${id}-${chosen}` : undefined}
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          autofocus
          value={typed}
          onInput={(event) => switcher.type(event.currentTarget.value)}
          onKeyDown={(event) =>
            pressedInCombobox(event, {
              move: (step) => switcher.move(step),
              take: () => void goTo(destinations[chosen]),
            })
          }
        />
      </div>
      <ul
        id={`${id}-list`}
        class="destinations"
        role="listbox"
        aria-label={typed.trim() === '' ? lateWords.switcherRecent : lateWords.switcherFound}
        hidden={destinations.length === 0}
      >
        {destinations.map((destination, index) => (
          <li
            key={destination.kind === 'room' ? destination.room.id : destination.person.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseMove={() => (switcher.chosen.value = index)}
            onClick={() => void goTo(destination)}
          >
            <DestinationView destination={destination} />
          </li>
        ))}
      </ul>
      {destinations.length === 0 && (
        <p class="finding-empty" role="status">
          {lateWords.switcherNothing}
        </p>
      )}
      {typed.trim() !== '' && (
        <button type="button" class="finding-else" onClick={() => onSearch(typed.trim())}>
          <Icon name="search" />
          <span dir="auto">{lateWords.switcherSearch(typed.trim())}</span>
        </button>
      )}
    </Dialog>
  );
}

function useSwitcher(): Switcher {
  const { memory } = usePage();
  const chat = useChat();
  const switcher = useMemo(
    () =>
      new Switcher({
        rooms: () => chat.rooms.order.value.flatMap((room) => chat.rooms.get(room) ?? []),
        people: () => chat.names.all(),
        findPeople: async (beginning) => {
          const answer = await chat.rest.people(beginning);
          return answer.ok ? answer.value.people : [];
        },
        recent: recentRooms(memory),
        here: chat.timeline.peek()?.room,
        self: chat.account.peek().id,
      }),
    [],
  );
  useEffect(() => {
    const timer = setTimeout(() => void switcher.lookFurther(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [switcher.typed.value]);
  return switcher;
}
