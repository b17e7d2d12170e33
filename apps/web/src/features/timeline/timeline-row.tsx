import { useChat } from '../../page.ts';
import { formatDay } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import type { MessageActions } from '../../models/message-actions.ts';
import type { Row } from '../../models/timeline-rows.ts';
import { Changes } from './changes.tsx';
import { MessageRow } from './message-row.tsx';

interface TimelineRowProps {
  readonly row: Row;
  readonly actions: MessageActions;
  readonly onUnfold: () => void;
}

export function TimelineRow({ row, actions, onUnfold }: TimelineRowProps) {
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
      const { by, name, at, body, from } = row.message;
      return (
        <MessageRow
          {...{ by, name, at, body, actions, onUnfold }}
          stored={row.message}
          change={row.change}
          isHead={row.isHead}
          isFromServer={from === 'server'}
        />
      );
    }
    case 'pending': {
      const { id, by, name, at, body, standing } = row.message;
      return (
        <MessageRow
          {...{ id, by, name, at, body, standing, onUnfold }}
          refusedAs={row.refusedAs}
          isHead={row.isHead}
          isFromServer={false}
        />
      );
    }
  }
}

function DayRow({ at }: { readonly at: number }) {
  const chat = useChat();
  return (
    <div class="row-day">
      <h2>{formatDay(at, chat.now)}</h2>
    </div>
  );
}
