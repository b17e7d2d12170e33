import type { Announced, AnnouncedEvent } from '../../models/announcer.ts';
import { useChat } from '../../page.ts';
import { announcementWords } from '../../words/late/announcements.ts';
import { words } from '../../words/words.ts';
import { usePlainWords } from '../message-text/use-plain-words.ts';

/** What a screen reader says of the room on screen, and of rooms that are new. */
export function Announcements() {
  const announced = useChat().announcer.announced.value;
  const wordsOf = usePlainWords();
  return (
    <div class="visually-hidden" aria-live="polite">
      {sentence(announced, wordsOf)}
    </div>
  );
}

type WordsOf = (body: string) => string;

function sentence(announced: readonly Announced[], wordsOf: WordsOf): string {
  const entered = announced.filter((event) => event.t === 'entered');
  const others = announced.filter((event) => event.t !== 'entered');
  const rooms = entered.map(({ room, invitedBy }) => announcementWords.heardBroughtIn(invitedBy!.name, room.name));
  return [...rooms, ofRoom(others, wordsOf)].filter((said) => said !== '').join('. ');
}

function ofRoom(announced: readonly AnnouncedEvent[], wordsOf: WordsOf): string {
  const [first] = announced;
  if (!first) return '';
  if (announced.length === 1) return single(first, wordsOf);
  const names = announced.flatMap(({ t, name }) => (t === 'message' ? [name] : []));
  return names.length > 0
    ? announcementWords.heardMany(names.length, names)
    : announcementWords.heardChanges(announced.length);
}

function single(event: AnnouncedEvent, wordsOf: WordsOf): string {
  switch (event.t) {
    case 'message':
      return announcementWords.heard(event.name, wordsOf(event.body) || words.messageWithFiles(event.files ?? []));
    case 'edited':
      return announcementWords.heardEdited(event.name, wordsOf(event.body));
    case 'deleted':
      return announcementWords.heardDeleted(event.name);
  }
}
