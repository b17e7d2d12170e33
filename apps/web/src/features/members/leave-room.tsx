import { Confirm } from '../../design/confirm.tsx';
import { useChat, usePage } from '../../page.ts';
import { lateWords } from '../../words/late/late-words.ts';

export function LeaveRoom({ onClose }: { readonly onClose: () => void }) {
  const { address, memory } = usePage();
  const chat = useChat();
  const room = chat.timeline.value && chat.rooms.get(chat.timeline.value.room);
  if (!room) return null;
  return (
    <Confirm
      title={lateWords.leaveTitle(room.name)}
      text={room.kind === 'private' ? lateWords.leavePrivate : lateWords.leavePublic}
      action={lateWords.leaveConfirm}
      onClose={onClose}
      onConfirm={async () => {
        const answer = await chat.rest.leaveRoom(room.id);
        if (!answer.ok) return answer.error;
        memory.write('room', undefined);
        address.go(chat.lobby.value, 'replace');
        return undefined;
      }}
    />
  );
}
