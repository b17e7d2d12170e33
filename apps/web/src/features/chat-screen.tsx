import { useSignal, useSignalEffect } from '@preact/signals';
import { effect, untracked } from '@preact/signals-core';
import { useEffect } from 'preact/hooks';
import { onDemand } from '../design/on-demand.tsx';
import type { Overlay } from '../models/overlay.ts';
import { useChat, usePage } from '../page.ts';
import { words } from '../words/words.ts';
import './chat-screen.css';
import { useShortcuts } from './finding/use-shortcuts.ts';
import { MembersColumn } from './members/members-column.tsx';
import { showBadge } from '../platform/app-badge.ts';
import { showOnTab } from '../platform/tab-icon.ts';
import { Overlays } from './overlays.tsx';
import { RoomList, RoomsPage } from './room-list/room-list.tsx';
import { RoomPane } from './room-pane.tsx';
import { Broadcast } from './status/broadcast.tsx';
import { ConnectionStatus } from './status/connection-status.tsx';
import { NewerPage } from './status/newer-page.tsx';

const RepliesPanel = onDemand(async () => (await import('./replies/replies-panel.tsx')).RepliesPanel);

const ProfileCard = onDemand(async () => (await import('./people/profile-card.tsx')).ProfileCard);
const Announcements = onDemand(async () => (await import('./timeline/announcements.tsx')).Announcements);

/** The chat: rooms, the room on screen, its members. */
export function ChatScreen() {
  const { isNarrow, isWide, memory } = usePage();
  const chat = useChat();
  const overlay = useSignal<Overlay>(undefined);
  const showsMembers = useSignal(memory.read('members') !== 'hidden');
  useAddress();
  useTitle();
  useShortcuts(overlay);
  const hasRoom = chat.timeline.value !== undefined;
  const shown = chat.people.shown.value;
  /** Replies take its place. */
  const isMembersColumnThere = isWide.value && showsMembers.value && !chat.replies.value;

  function toggleMembers(): void {
    if (!isWide.value) overlay.value = 'members';
    else {
      showsMembers.value = !isMembersColumnThere;
      chat.replies.value = undefined;
      memory.write('members', showsMembers.value ? undefined : 'hidden');
    }
  }

  return (
    <div class="chat">
      {hasRoom && <SkipLink />}
      <Broadcast />
      <ConnectionStatus />
      <NewerPage />
      {isNarrow.value && !hasRoom ? <RoomsPage overlay={overlay} /> : null}
      {!isNarrow.value && <RoomList overlay={overlay} />}
      {(hasRoom || !isNarrow.value) && (
        <RoomPane overlay={overlay} showsMembers={isMembersColumnThere} onToggleMembers={toggleMembers} />
      )}
      {hasRoom && isMembersColumnThere && <MembersColumn overlay={overlay} />}
      {chat.replies.value && <RepliesPanel overlay={overlay} />}
      <Overlays overlay={overlay} />
      {shown && <ProfileCard key={shown.id} overlay={overlay} person={shown} />}
      <Announcements />
    </div>
  );
}

/** Past the rooms, for who goes by keyboard. A button: the address after `#` is the room's. */
function SkipLink() {
  const skip = (): void => document.querySelector<HTMLElement>('[data-composer]')?.focus();
  return (
    <button type="button" class="skip-link" onClick={skip}>
      {words.skipToMessage}
    </button>
  );
}

/** The room on screen is the one in the address bar; without one there, where somebody was last. */
function useAddress(): void {
  const { address, isNarrow } = usePage();
  const chat = useChat();
  const hasLanded = useSignal(false);
  // At once: what `useSignalEffect` does waits for the next frame, and the room with it.
  useEffect(() => effect(follow), []);

  function follow(): void {
    const route = address.route.value;
    if (route.at === 'room') return untracked(() => land(route.room, route.message));
    if (!chat.rooms.isLoaded.value) return;
    if (isNarrow.value && hasLanded.value) return untracked(() => chat.visit(undefined));
    const home = chat.home;
    // In one column, the list is one step back from where somebody lands.
    if (home !== undefined) untracked(() => address.go(home, isNarrow.value ? 'push' : 'replace'));
  }

  function land(room: string, message: number | undefined): void {
    hasLanded.value = true;
    chat.visit(room, message);
  }
}

function useTitle(): void {
  const chat = useChat();
  useSignalEffect(() => {
    const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
    document.title = words.title(chat.rooms.unread.value, room?.name);
    void showOnTab(chat.rooms.unread.value);
    showBadge(chat.rooms.unread.value);
  });
  useEffect(
    () => () => {
      document.title = words.product;
      void showOnTab(0);
      showBadge(0);
    },
    [],
  );
}
