import { Dialog } from '../../design/dialog.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { RoomFacts } from './room-facts.tsx';
import { OwnPreferences } from './own-preferences.tsx';
import './room-settings.css';

/** What can be set for the room on screen. */
export function RoomSettings({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
  if (!room) return null;
  const { role } = chat.account.value;
  // What is offered; the server judges (SPEC G1).
  const isOwner = room.role === 'owner' || role === 'operator';
  const hasSay = room.kind !== 'direct' && (isOwner || room.role === 'moderator' || role === 'moderator');
  return (
    <Dialog title={words.roomSettings} onClose={onClose}>
      <OwnPreferences key={room.id} room={room} />
      {hasSay && <RoomFacts key={`facts of ${room.id}`} room={room} isOwner={isOwner && !room.lobby} />}
    </Dialog>
  );
}
