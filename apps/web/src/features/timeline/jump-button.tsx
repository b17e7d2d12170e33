import { Icon } from '../../design/icon.tsx';
import { unreadOf } from '../../models/rooms.ts';
import type { Timeline } from '../../models/timeline.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** Leads down to the newest, and says how much is new there. */
export function JumpButton({ timeline }: { readonly timeline: Timeline }) {
  const { rooms } = useChat();
  if (timeline.isFollowing.value || timeline.opening.value !== 'ready') return null;
  const unread = unreadOf(rooms.get(timeline.room));
  return (
    <button type="button" class="jump" data-new={unread > 0} onClick={() => timeline.goToEnd()}>
      {unread > 0 ? words.newMessages(unread) : words.toLatest}
      <Icon name="down" />
    </button>
  );
}
