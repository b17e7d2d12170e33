import { excerptOf } from '@skein/protocol/excerpt';
import { memo } from '../../design/memo.tsx';
import type { Chat } from '../../models/chat.ts';
import { useChat } from '../../page.ts';
import { formatDay } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import type { MessageActions } from '../../models/message-actions.ts';
import type { Row } from '../../models/timeline-rows.ts';
import { Changes } from './changes.tsx';
import { MessageRow } from './message-row.tsx';
import type { Quoted } from './quote-line.tsx';

interface TimelineRowProps {
  readonly row: Row;
  /** What can be done with messages; nothing without. */
  readonly actions?: MessageActions;
  readonly onUnfold?: () => void;
  /** Among the replies to this message: what goes without saying there is left out. */
  readonly root?: number;
}

const nothing = (): void => {};

export const TimelineRow = memo(function TimelineRow({ row, actions, root, onUnfold = nothing }: TimelineRowProps) {
  const chat = useChat();
  switch (row.kind) {
    case 'day':
      return <DayRow at={row.at} />;
    case 'unread':
      return (
        <div class="row-unread" role="separator" aria-label={words.newLine}>
          <span aria-hidden="true">{words.newLine}</span>
        </div>
      );
    case 'changes':
      return <Changes changes={row.changes} />;
    case 'message': {
      const { by, name, at, body, from, reply } = row.message;
      return (
        <MessageRow
          {...{ by, name, at, body, onUnfold }}
          {...(actions && { actions })}
          quote={reply?.seq === root ? undefined : reply}
          isAside={root !== undefined}
          stored={row.message}
          change={row.change}
          isHead={row.isHead}
          isFromServer={from === 'server'}
        />
      );
    }
    case 'pending': {
      const { id, by, name, at, body, standing, reply } = row.message;
      const attachments = 'attachments' in row.message ? row.message.attachments : undefined;
      return (
        <MessageRow
          {...{ id, by, name, at, body, standing, onUnfold }}
          quote={reply === undefined || reply === root ? undefined : quoteOf(chat, reply)}
          attachments={attachments}
          refusedAs={row.refusedAs}
          isHead={row.isHead}
          isFromServer={false}
        />
      );
    }
  }
});

/** What a reply that is on its way answers, as far as it is held here. */
function quoteOf(chat: Chat, seq: number): Quoted {
  const message = chat.messageAt(seq);
  return { seq, by: message?.by ?? '', name: message?.name ?? '', excerpt: excerptOf(message?.body ?? '') };
}

function DayRow({ at }: { readonly at: number }) {
  const chat = useChat();
  return (
    <div class="row-day">
      <h2>{formatDay(at, chat.now)}</h2>
    </div>
  );
}
