import { useSignal } from '@preact/signals';
import type { RoomRole } from '@skein/protocol/rooms';
import type { Member } from '../../models/members.ts';
import type { Trouble } from '../../models/trouble.ts';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

interface RoleChoiceProps {
  readonly room: string;
  readonly member: Member;
  readonly onChanged: () => void;
}

/** What a member has to say in a room: chosen by its owner, at once. */
export function RoleChoice({ room, member, onChanged }: RoleChoiceProps) {
  const { rest } = useChat();
  const trouble = useSignal<Trouble | undefined>(undefined);

  async function choose(role: RoomRole): Promise<void> {
    const answer = await rest.setRole(room, member.id, role);
    trouble.value = answer.ok ? undefined : answer.error;
    onChanged();
  }

  return (
    <>
      <select
        class="role-choice"
        aria-label={words.roleOf(member.name)}
        value={member.role}
        onChange={(event) => void choose(event.currentTarget.value as RoomRole)}
      >
        {(Object.keys(words.roleNames) as RoomRole[]).map((role) => (
          <option key={role} value={role}>
            {words.roleNames[role]}
          </option>
        ))}
      </select>
      {trouble.value && (
        <p role="alert" class="field-error">
          {troubleWords(trouble.value)}
        </p>
      )}
    </>
  );
}
