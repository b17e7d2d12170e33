import type { Signal } from '@preact/signals';
import type { Overlay } from '../../models/overlay.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { MembersPanel } from './members-panel.tsx';
import './members.css';

/** The members beside the room, where the page is wide enough. */
export function MembersColumn({ overlay }: { readonly overlay: Signal<Overlay> }) {
  const chat = useChat();
  const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
  if (!room) return null;
  return (
    <aside class="members-column" aria-label={words.membersTitle}>
      <h2>{words.membersTitle}</h2>
      <MembersPanel key={room.id} room={room} onLeave={() => (overlay.value = 'leave-room')} />
    </aside>
  );
}
