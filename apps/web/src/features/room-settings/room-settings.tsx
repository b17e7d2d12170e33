import { Dialog } from '../../design/dialog.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { OwnPreferences } from './own-preferences.tsx';
import './room-settings.css';

/** What can be set for the room on screen. */
export function RoomSettings({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat();
  const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
  if (!room) return null;
  return (
    <Dialog title={words.roomSettings} onClose={onClose}>
      <OwnPreferences key={room.id} room={room} />
    </Dialog>
  );
}
