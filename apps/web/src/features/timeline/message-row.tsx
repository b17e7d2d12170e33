import { Icon } from '../../design/icon.tsx';
import { memo } from '../../design/memo.tsx';
import { Name } from '../../design/name.tsx';
import { threadColour } from '../../models/thread-colour.ts';
import type { PendingState } from '../../models/timeline-rows.ts';
import { formatFullTime, formatTime } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import { MessageBody } from './message-body.tsx';
import { Refused } from './refused.tsx';

interface MessageRowProps {
  /** The client id, as long as it is on its way. */
  readonly id?: string;
  readonly by: string;
  readonly name: string;
  readonly at: number;
  readonly body: string;
  readonly isHead: boolean;
  readonly isFromServer: boolean;
  readonly standing?: PendingState;
  readonly onUnfold: () => void;
}

/** One message on its author's thread, on its way or stored: the same element for both, so that nothing jumps. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { id, by, name, at, body, isHead, isFromServer, standing, onUnfold } = props;
  const author = isFromServer ? words.fromServer : name;
  const state = standing?.state ?? 'stored';
  return (
    <article
      class={`message ${isHead ? 'message-head' : ''} message-${state} hue-${isFromServer ? 'server' : threadColour(by)}`}
      aria-label={label(author, at, state)}
    >
      {isHead && (
        <header class="message-author">
          <Name>{author}</Name>
          <Time at={at} />
        </header>
      )}
      <MessageBody body={body} onUnfold={onUnfold} />
      {!isHead && <Time at={at} />}
      {state === 'sending' && (
        <span class="message-standing" title={words.waitingToSend}>
          <Icon name="clock" />
        </span>
      )}
      {standing?.state === 'refused' && <Refused id={id!} body={body} error={standing.error} onUnfold={onUnfold} />}
    </article>
  );
});

function Time({ at }: { readonly at: number }) {
  return (
    <time class="message-time" dateTime={new Date(at).toISOString()} title={formatFullTime(at)}>
      {formatTime(at)}
    </time>
  );
}

function label(author: string, at: number, state: PendingState['state']): string {
  if (state === 'sending') return words.pendingLabel(author, words.waitingToSend);
  if (state === 'refused') return words.pendingLabel(author, words.notSent);
  return words.articleLabel(author, formatTime(at));
}
