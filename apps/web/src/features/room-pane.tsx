import type { Signal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { Button, IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Name } from '../design/name.tsx';
import { Strand } from '../design/threads.tsx';
import type { Overlay } from '../models/overlay.ts';
import { useChat, useIsInTouch, usePage } from '../page.ts';
import { QuietMark } from './people/quiet-mark.tsx';
import { words } from '../words/words.ts';
import { TypingLine } from './composer/typing-line.tsx';
import { WritingPlace } from './composer/writing-place.tsx';
import './room-pane.css';
import { MessageRow } from './timeline/message-row.tsx';
import { TimelineView } from './timeline/timeline-view.tsx';

interface RoomPaneProps {
  readonly overlay: Signal<Overlay>;
  readonly showsMembers: boolean;
  readonly onToggleMembers: () => void;
}

/** The room on screen: who is in it, what was said, and what one wants to say. */
export function RoomPane(props: RoomPaneProps) {
  const chat = useChat();
  const timeline = chat.timeline.value;
  const room = timeline && chat.rooms.get(timeline.room);
  if (timeline && chat.rooms.isLoaded.value && !room) return <NotInRoom />;
  return (
    <main class="room-pane" aria-label={room?.name ?? words.loading} aria-busy={!room}>
      <RoomHeader room={room} {...props} />
      {timeline ? <TimelineView key={timeline.room} timeline={timeline} /> : <div class="timeline-frame" />}
      <TypingLine />
      <WritingPlace room={room} overlay={props.overlay} />
    </main>
  );
}

function RoomHeader({
  room,
  overlay,
  showsMembers,
  onToggleMembers,
}: RoomPaneProps & { readonly room: RoomView | undefined }) {
  const { address, isNarrow } = usePage();
  const { people, presence, searchFor } = useChat();
  const isInTouch = useIsInTouch();
  const isHere = room && isInTouch ? people.isHere(room) : undefined;
  const here = room && isInTouch && isHere === undefined && presence.in(room.id);
  const other = room?.people?.length === 1 ? room.people[0] : undefined;
  function searchHere(): void {
    searchFor.value = `in:${/\s/u.test(room!.name) ? `"${room!.name}"` : room!.name} `;
    overlay.value = 'search';
  }
  return (
    <header class="room-header">
      <span class="room-header-back">
        <IconButton icon="back" label={words.allRooms} onClick={() => address.go(undefined)} />
      </span>
      <div class="room-header-names">
        <h1>
          <Name>{room?.name ?? ''}</Name>
        </h1>
        <p class="room-header-people">
          {room?.kind === 'private' && (
            <span class="room-header-fact">
              <Icon name="lock" />
              {words.privateRoom}
            </span>
          )}
          {room && room.kind !== 'direct' && words.members(room.members)}
          {room?.kind === 'direct' && (
            <span class="room-header-fact">
              <Icon name="lock" />
              {words.directMessage}
            </span>
          )}
          {(here || isHere) && (
            <span class="room-header-fact">
              <span class="here-dot" />
              {here ? words.here(here.count) : words.isHere}
            </span>
          )}
          {other && <QuietMark profile={people.profileOf(other)} isShort />}
          {room?.topic !== undefined && (
            <bdi class="room-header-topic" title={room.topic}>
              {room.topic}
            </bdi>
          )}
        </p>
      </div>
      <IconButton icon="pin" label={words.pins} onClick={() => (overlay.value = 'pins')} disabled={!room} />
      {!isNarrow.value && (
        <IconButton icon="search" label={words.searchIn(room?.name ?? '')} onClick={searchHere} disabled={!room} />
      )}
      <IconButton
        icon="settings"
        label={words.roomSettings}
        onClick={() => (overlay.value = 'room-settings')}
        disabled={!room}
      />
      <IconButton
        icon="people"
        label={showsMembers ? words.hideMembers : words.showMembers}
        aria-expanded={showsMembers}
        onClick={onToggleMembers}
        disabled={!room}
      />
    </header>
  );
}

const nothing = (): void => {};

/** What was written there and not taken is still the writer's. */
function NotInRoom() {
  const { address } = usePage();
  const chat = useChat();
  return (
    <main class="room-pane not-in-room" aria-label={words.notInRoomTitle}>
      <Strand />
      <h1>{words.notInRoomTitle}</h1>
      <p>{words.notInRoomText}</p>
      <Button kind="primary" onClick={() => address.go(chat.lobby.value, 'replace')}>
        {words.toLobby}
      </Button>
      {chat.pending.value.length > 0 && (
        <section class="not-in-room-unsent" aria-label={words.notSent}>
          {chat.pending.value.map(({ id, by, name, at, body, standing }) => (
            <MessageRow
              key={id}
              {...{ id, by, name, at, body, standing }}
              isHead
              isFromServer={false}
              onUnfold={nothing}
            />
          ))}
        </section>
      )}
    </main>
  );
}
