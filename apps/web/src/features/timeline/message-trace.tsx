import type { Message } from '@skein/protocol/rooms';
import { useChat } from '../../page.ts';
import { formatFullTime } from '../../words/intl.ts';
import { words } from '../../words/words.ts';

/** What is left of a message that was deleted: that it was, and by whom where that was not its author. */
export function MessageTrace({
  by,
  deleted,
}: {
  readonly by: string;
  readonly deleted: NonNullable<Message['deleted']>;
}) {
  const { names } = useChat();
  return (
    <p class="message-trace" title={formatFullTime(deleted.at)}>
      {deleted.by === by ? words.messageDeleted : <bdi>{words.removedBy(names.now(deleted.by, deleted.name))}</bdi>}
    </p>
  );
}
