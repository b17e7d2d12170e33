import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { Check } from '../../design/check.tsx';
import { Confirm } from '../../design/confirm.tsx';
import type { Member } from '../../models/members.ts';
import { useChat } from '../../page.ts';
import { banWords } from '../../words/bans.ts';
import { lateWords } from '../../words/late/late-words.ts';

interface RemoveMemberProps {
  readonly room: RoomView;
  readonly member: Member;
  readonly onClose: () => void;
}

/** Asks before somebody is removed, and whether they are to stay out. */
export function RemoveMember({ room, member, onClose }: RemoveMemberProps) {
  const { rest } = useChat();
  const isKeptOut = useSignal(false);
  return (
    <Confirm
      title={lateWords.removeTitle(member.name)}
      text={lateWords.removeText(room.name)}
      action={lateWords.removeConfirm}
      onClose={onClose}
      onConfirm={async () => {
        const answer = await (isKeptOut.value ? rest.ban(room.id, member.id) : rest.removeMember(room.id, member.id));
        return answer.ok ? undefined : answer.error;
      }}
    >
      <Check isChecked={isKeptOut.value} onChange={(isChecked) => (isKeptOut.value = isChecked)}>
        {banWords.keepOut}
      </Check>
    </Confirm>
  );
}
