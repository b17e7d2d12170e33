import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { FormError } from '../../design/field.tsx';
import { type Ban, Bans } from '../../models/bans.ts';
import { useChat } from '../../page.ts';
import { banWords } from '../../words/bans.ts';
import { formatDay } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import { PersonName } from '../people/person-name.tsx';
import './kept-out.css';

/** Who cannot come back to a room, for those who may let them in. */
export function KeptOut({ room }: { readonly room: RoomView }) {
  const chat = useChat();
  const bans = useMemo(() => new Bans(room.id, chat.rest), [room.id]);
  const told = useSignal('');
  const toldRef = useRef<HTMLParagraphElement>(null);
  // Whoever is kept out by somebody else was a member most of the time.
  useEffect(() => void bans.load(), [bans, room.members]);

  async function letIn(ban: Ban): Promise<void> {
    if (!(await bans.letIn(ban))) return;
    told.value = banWords.letInDone(ban.name);
    // The button that had the focus is gone.
    toldRef.current?.focus();
  }

  return (
    <>
      {bans.list.value.length > 0 && <h3>{banWords.keptOut}</h3>}
      <ul class="kept-out">
        {bans.list.value.map((ban) => (
          <li key={ban.id}>
            <div>
              <PersonName person={{ id: ban.id, name: chat.names.of(ban.id) ?? ban.name }} />
              <p>{banWords.keptOutBy(ban.by, formatDay(ban.at, chat.now))}</p>
            </div>
            <Button aria-label={banWords.letInName(ban.name)} onClick={() => letIn(ban)}>
              {banWords.letIn}
            </Button>
          </li>
        ))}
      </ul>
      {bans.next.value !== undefined && <Button onClick={() => bans.more()}>{words.more}</Button>}
      <FormError>{bans.trouble.value && troubleWords(bans.trouble.value)}</FormError>
      <p ref={toldRef} class="kept-out-told" role="status" tabIndex={-1}>
        {told.value}
      </p>
    </>
  );
}
