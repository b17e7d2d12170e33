import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, FormError } from '../../design/field.tsx';
import { Name } from '../../design/name.tsx';
import { Strand } from '../../design/threads.tsx';
import { Directory as DirectoryModel, type DirectoryRoom } from '../../models/directory.ts';
import type { Trouble } from '../../models/trouble.ts';
import { usePage } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import './directory.css';

const PAUSE_MS = 150;

interface DirectoryProps {
  readonly onClose: () => void;
  readonly onMakeRoom: () => void;
}

/** All public rooms: found by name, joined with one press. */
export function Directory({ onClose, onMakeRoom }: DirectoryProps) {
  const { rest } = usePage();
  const directory = useMemo(() => new DirectoryModel(rest), []);
  const search = useSignal('');
  const text = search.value;
  useEffect(() => {
    const timer = setTimeout(() => void directory.search(text), text === '' ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const rooms = directory.rooms.value;
  const trouble = directory.trouble.value;
  return (
    <Dialog title={words.findRooms} onClose={onClose}>
      <Field
        label={lateWords.searchRooms}
        type="search"
        autocomplete="off"
        dir="auto"
        autofocus
        value={search}
        onInput={(event) => (search.value = event.currentTarget.value)}
      />
      <FormError>{trouble && troubleWords(trouble)}</FormError>
      <ul class="directory" aria-busy={rooms === undefined}>
        {rooms?.map((room) => (
          <DirectoryEntry key={room.id} room={room} onDone={onClose} />
        ))}
      </ul>
      {rooms?.length === 0 && (
        <div class="directory-empty">
          <Strand />
          <p>{text.trim() === '' ? lateWords.noRooms : lateWords.noRoomsFound}</p>
          <Button onClick={onMakeRoom}>{words.makeRoom}</Button>
        </div>
      )}
      {directory.next.value !== undefined && <Button onClick={() => directory.more()}>{words.more}</Button>}
    </Dialog>
  );
}

function DirectoryEntry({ room, onDone }: { readonly room: DirectoryRoom; readonly onDone: () => void }) {
  const { rest, address } = usePage();
  const isBusy = useSignal(false);
  const trouble = useSignal<Trouble | undefined>(undefined);

  async function enter(): Promise<void> {
    isBusy.value = true;
    const answer = room.joined ? undefined : await rest.joinRoom(room.id);
    isBusy.value = false;
    // Another tab may have joined meanwhile, which is as good.
    const isIn = !answer || answer.ok || (answer.error !== 'offline' && answer.error.code === 'already_a_member');
    if (!isIn) trouble.value = answer.error;
    else {
      onDone();
      address.go(room.id);
    }
  }

  return (
    <li class="directory-entry">
      <div class="directory-room">
        <Name>{room.name}</Name>
        <span class="directory-members">
          {words.members(room.members)}
          {room.archived && ` · ${words.archived}`}
        </span>
        {(room.description ?? room.topic) !== undefined && (
          <bdi class="directory-about">{room.description ?? room.topic}</bdi>
        )}
        {trouble.value && (
          <p role="alert" class="field-error">
            {troubleWords(trouble.value)}
          </p>
        )}
      </div>
      <Button kind={room.joined ? 'plain' : 'primary'} isBusy={isBusy.value} onClick={enter}>
        {room.joined ? lateWords.open : lateWords.join}
        <span class="visually-hidden"> {room.name}</span>
      </Button>
    </li>
  );
}
