import type { Message, Replies } from '@skein/protocol/rooms';
import { Icon } from '../../design/icon.tsx';
import { unreadReplies } from '../../models/replies.ts';
import { useChat } from '../../page.ts';
import { formatTime } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import './replies-line.css';

interface RepliesLineProps {
  readonly message: Message;
  readonly replies: Replies;
}

/** Below a message that was answered: how often, and how much of it is new. Leads to the replies. */
export function RepliesLine({ message, replies }: RepliesLineProps) {
  const chat = useChat();
  const unread = unreadReplies(message);
  return (
    <button type="button" class="replies-line" onClick={() => chat.openReplies(message)}>
      <Icon name="replies" />
      <span>{words.replyCount(replies.count)}</span>
      {unread > 0 ? (
        <span class="replies-new">{words.newReplies(unread)}</span>
      ) : (
        <span class="replies-last">{words.lastReply(formatTime(replies.at))}</span>
      )}
    </button>
  );
}
