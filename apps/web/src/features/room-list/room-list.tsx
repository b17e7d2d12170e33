import type { Signal } from '@preact/signals';
import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Wordmark } from '../../design/mark.tsx';
import { Name } from '../../design/name.tsx';
import { GroupPicture } from '../people/picture.tsx';
import { SHORTCUTS } from '../../models/finding/shortcuts.ts';
import type { Overlay } from '../../models/overlay.ts';
import { isNew, isSilent, mentionsOf, unreadOf } from '../../models/rooms.ts';
import { roomHash } from '../../models/route.ts';
import { useChat, useIsInTouch } from '../../page.ts';
import { words } from '../../words/words.ts';
import { QuietMark } from '../people/quiet-mark.tsx';
import { StatusLine } from '../people/status-line.tsx';
import { AccountMenu } from '../account/account-menu.tsx';
import { Keys } from '../finding/keys.tsx';
import { useHeldRooms } from './use-held-rooms.ts';
import './room-list.css';

interface RoomListProps {
  readonly overlay: Signal<Overlay>;
}

/** In one column, where the list is the whole page, it is the page's main part as well. */
export function RoomsPage(props: RoomListProps) {
  return (
    <main class="rooms-page" aria-label={words.rooms}>
      <h1 class="visually-hidden">{words.rooms}</h1>
      <RoomList {...props} />
    </main>
  );
}

export function RoomList({ overlay }: RoomListProps) {
  const { pinned, rooms, direct, archived } = useChat().rooms.sections.value;
  const write = (): void => void (overlay.value = 'new-message');
  return (
    <nav class="room-list" aria-label={words.rooms}>
      <header class="room-list-header">
        <Wordmark />
        <InboxButton onOpen={() => (overlay.value = 'inbox')} />
        <IconButton icon="compass" label={words.findRooms} onClick={() => (overlay.value = 'find-rooms')} />
        <IconButton icon="plus" label={words.makeRoom} onClick={() => (overlay.value = 'make-room')} />
      </header>
      <button
        type="button"
        class="room-list-search"
        aria-keyshortcuts={SHORTCUTS.search.keys[0]}
        onClick={() => (overlay.value = 'search')}
      >
        <Icon name="search" />
        <span>{words.search}</span>
        <span aria-hidden="true">
          <Keys keys={SHORTCUTS.search.keys[0]} />
        </span>
      </button>
      <div class="room-list-rooms" {...useHeldRooms()}>
        {pinned.length > 0 && (
          <ul class="room-list-pinned" aria-label={words.pinned}>
            {pinned.map((id) => (
              <RoomLink key={id} id={id} />
            ))}
          </ul>
        )}
        <ul>
          {rooms.map((id) => (
            <RoomLink key={id} id={id} />
          ))}
        </ul>
        <div class="room-list-section">
          <h2>{words.directTitle}</h2>
          {direct.length > 0 && <IconButton icon="plus" label={words.newMessage} onClick={write} />}
        </div>
        <ul>
          {direct.map((id) => (
            <RoomLink key={id} id={id} />
          ))}
        </ul>
        {direct.length === 0 && (
          <button type="button" class="room-list-write" onClick={write}>
            {words.newMessage}
          </button>
        )}
        {archived.length > 0 && <ArchivedRooms ids={archived} />}
      </div>
      <AccountMenu overlay={overlay} />
    </nav>
  );
}

/** Folded away, unless one of them is on screen. */
function ArchivedRooms({ ids }: { readonly ids: readonly string[] }) {
  const onScreen = useChat().timeline.value?.room;
  return (
    <details class="room-list-archived" open={onScreen !== undefined && ids.includes(onScreen)}>
      <summary>
        <Icon name="forward" />
        {words.archivedRooms}
      </summary>
      <ul>
        {ids.map((id) => (
          <RoomLink key={id} id={id} />
        ))}
      </ul>
    </details>
  );
}

/** With a mark while something there is new. */
function InboxButton({ onOpen }: { readonly onOpen: () => void }) {
  const count = useChat().rooms.mentions.value;
  return (
    <span class="room-list-inbox" data-new={count > 0}>
      <IconButton icon="inbox" label={count > 0 ? words.inboxNew(count) : words.inbox} onClick={onOpen} />
    </span>
  );
}

function RoomLink({ id }: { readonly id: string }) {
  const chat = useChat();
  const isInTouch = useIsInTouch();
  const room = chat.rooms.get(id);
  if (!room) return null;
  const isCurrent = chat.timeline.value?.room === id;
  const unread = unreadOf(room);
  const mentions = mentionsOf(room);
  const isHere = isInTouch ? chat.people.isHere(room) : undefined;
  const other = room.people?.length === 1 ? room.people[0] : undefined;
  return (
    <li>
      <a
        class="room-link"
        href={roomHash(id)}
        aria-current={isCurrent ? 'page' : undefined}
        data-unread={unread > 0 || isNew(room)}
      >
        {room.kind === 'direct' ? (
          <GroupPicture people={room.people ?? []} isHere={isHere} />
        ) : (
          <span class="room-link-thread" />
        )}
        <Name>{room.name}</Name>
        {isHere && <span class="visually-hidden">{words.isHere}</span>}
        {other && (
          <>
            <QuietMark profile={chat.people.profileOf(other)} isShort />
            <StatusLine status={other.status} isShort />
          </>
        )}
        {!isCurrent && chat.drafts.places.value.has(id) && (
          <>
            <Icon name="pencil" />
            <span class="visually-hidden">{words.hasDraft}</span>
          </>
        )}
        {room.kind === 'private' && (
          <>
            <Icon name="lock" />
            <span class="visually-hidden">{words.privateRoom}</span>
          </>
        )}
        {room.archived && (
          <>
            <Icon name="archive" />
            <span class="visually-hidden">{words.archived}</span>
          </>
        )}
        {isSilent(room, chat.now) && (
          <>
            <Icon name="bell" />
            <span class="visually-hidden">{words.muted}</span>
          </>
        )}
        {mentions > 0 && (
          <span class="badge badge-mentions">
            <span aria-hidden="true">@</span>
            <span class="visually-hidden">{words.mentionsOfYou(mentions)}</span>
          </span>
        )}
        {isNew(room) && <span class="badge">{words.newLine}</span>}
        {unread > 0 && (
          <span class="badge">
            <span aria-hidden="true">{words.badge(unread)}</span>
            <span class="visually-hidden">{words.unread(unread)}</span>
          </span>
        )}
      </a>
    </li>
  );
}
