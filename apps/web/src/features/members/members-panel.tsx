import { useComputed, useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useMemo } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Picture } from '../people/picture.tsx';
import { memberSections } from '../../models/member-sections.ts';
import { Members, type Member } from '../../models/members.ts';
import { maySetRoom } from '../../models/retention.ts';
import { useChat, useIsInTouch } from '../../page.ts';
import { compareNames } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import { PersonName } from '../people/person-name.tsx';
import { QuietMark } from '../people/quiet-mark.tsx';
import { StatusLine } from '../people/status-line.tsx';
import { RoleChoice } from './role-choice.tsx';
import { Invite } from './invite.tsx';
import { Retention } from './retention.tsx';

const RemoveMember = onDemand(async () => (await import('./remove-member.tsx')).RemoveMember);
const KeptOut = onDemand(async () => (await import('./kept-out.tsx')).KeptOut);

interface MembersPanelProps {
  readonly room: RoomView;
  readonly onLeave: () => void;
}

export function MembersPanel({ room, onLeave }: MembersPanelProps) {
  const chat = useChat();
  const isInTouch = useIsInTouch();
  const members = useMemo(() => new Members(room.id, chat), [room.id]);
  const leaving = useSignal<Member | undefined>(undefined);
  useEffect(() => void members.load(), [members, room.members, room.role, chat.people.gapsIn(room.id)]);
  const sections = useComputed(() =>
    memberSections(members.list.value ?? [], chat.presence.in(room.id)?.people ?? new Map(), compareNames),
  ).value;
  const me = chat.account.value;
  const isDirect = room.kind === 'direct';
  const mayRemove = !room.lobby && !isDirect && (room.role !== 'member' || me.role !== 'member');
  const maySetRoles = !room.lobby && !isDirect && (room.role === 'owner' || me.role === 'operator');
  const trouble = members.trouble.value;

  const list = (people: readonly Member[], isHere: boolean) => (
    <ul class="members-list" data-here={isHere}>
      {people.map((member) => (
        <li key={member.id} class="member">
          <Picture person={member} size="small" colour={chat.colours.of(room.id, member.id)} />
          <PersonName person={{ id: member.id, name: chat.names.of(member.id) ?? member.name }} />
          <QuietMark profile={chat.people.profileOf(member)} isShort />
          <StatusLine status={chat.people.profileOf(member).status} isShort />
          <span class="member-about">{about(member, me.id, isDirect || maySetRoles)}</span>
          {maySetRoles && <RoleChoice room={room.id} member={member} onChanged={() => void members.load()} />}
          {mayRemove && member.id !== me.id && (
            <IconButton icon="close" label={words.remove(member.name)} onClick={() => (leaving.value = member)} />
          )}
        </li>
      ))}
    </ul>
  );

  return (
    <div class="members">
      {!room.lobby && !isDirect && <Invite room={room.id} />}
      {trouble && (
        <div role="alert" class="members-failed">
          <p class="field-error">{troubleWords(trouble)}</p>
          <Button onClick={() => members.load()}>{words.tryAgain}</Button>
        </div>
      )}
      {isInTouch ? (
        <>
          <h3>{words.hereNow}</h3>
          {list(sections.here, true)}
          {sections.others.length > 0 && (
            <>
              <h3>{words.others}</h3>
              {list(sections.others, false)}
            </>
          )}
        </>
      ) : (
        list([...sections.here, ...sections.others], true)
      )}
      {members.next.value !== undefined && <Button onClick={() => members.more()}>{words.more}</Button>}
      {mayRemove && <KeptOut room={room} />}
      <Retention room={room} mayChange={maySetRoom(me, room)} />
      {!room.lobby && !isDirect && (
        <div class="members-leave">
          <Button onClick={onLeave}>{words.leaveRoom}</Button>
        </div>
      )}
      {leaving.value && <RemoveMember room={room} member={leaving.value} onClose={() => (leaving.value = undefined)} />}
    </div>
  );
}

/** Who opened a conversation has no say over the others; and where roles can be chosen, they are seen there. */
function about(member: Member, me: string, isWithoutRole: boolean): string {
  return [member.id === me ? words.you : '', isWithoutRole ? '' : words.roles[member.role]].filter(Boolean).join(', ');
}
