import type { SearchHit } from '@skein/protocol/search';
import { Picture } from '../people/picture.tsx';
import { excerptOf, foundInWords } from '../../models/finding/excerpt.ts';
import { plainWords } from '../../models/markup/plain-words.ts';
import { threadColour } from '../../models/thread-colour.ts';
import { useChat, usePage } from '../../page.ts';
import { formatDay, formatFullTime, formatList, formatTime } from '../../words/intl.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { MarkedText } from './marked-text.tsx';

interface HitProps {
  readonly id: string;
  readonly hit: SearchHit;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
}

/** A message that was found: who said it, where and when, and the place in it. */
export function Hit({ id, hit: { message, ranges }, isChosen, onOpen }: HitProps) {
  const chat = useChat();
  const { markup } = usePage();
  const { by, name, at, room, body, files = [] } = message;
  const author = message.from === 'server' ? words.fromServer : name;
  const roomName = chat.rooms.get(room)?.name ?? '';
  const blocks = markup.read(body);
  const found = Array.isArray(blocks) ? foundInWords(body, ranges, plainWords(blocks)) : { text: body, ranges };
  const excerpt = excerptOf(found.text, found.ranges, (person) => chat.names.of(person));
  return (
    <li id={id} class={`hit hue-${threadColour(by)}`} role="option" aria-selected={isChosen} onClick={onOpen}>
      <Picture person={{ id: by, name: author }} size="small" />
      <p class="hit-about">
        <bdi class="hit-author">{author}</bdi>
        <bdi class="hit-room ellipsis">{roomName}</bdi>
        <time dateTime={new Date(at).toISOString()} title={formatFullTime(at)}>
          {formatDay(at, chat.now)}, {formatTime(at)}
        </time>
      </p>
      {body !== '' && (
        <p class="hit-text" dir="auto">
          <MarkedText {...excerpt} />
        </p>
      )}
      {files.length > 0 && <p class="hit-files">{lateWords.searchFiles(formatList(files.map((file) => file.name)))}</p>}
    </li>
  );
}
