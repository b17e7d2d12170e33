import type { Signal } from '@preact/signals';
import { Dialog } from '../../design/dialog.tsx';
import type { Overlay } from '../../models/overlay.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { MembersPanel } from './members-panel.tsx';
import './members.css';

interface MembersDialogProps {
  readonly overlay: Signal<Overlay>;
  readonly onClose: () => void;
}

/** The members over the room, where there is no room beside it. */
export function MembersDialog({ overlay, onClose }: MembersDialogProps) {
  const chat = useChat();
  const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
  if (!room) return null;
  return (
    <Dialog title={words.membersTitle} shape="side" onClose={onClose}>
      <MembersPanel key={room.id} room={room} onLeave={() => (overlay.value = 'leave-room')} />
    </Dialog>
  );
}
