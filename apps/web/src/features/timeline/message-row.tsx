import { useComputed } from '@preact/signals';
import type { Attachment } from '@skein/client/attachments';
import type { Message } from '@skein/protocol/rooms';
import { Icon } from '../../design/icon.tsx';
import { memo } from '../../design/memo.tsx';
import { Name } from '../../design/name.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { useLayoutChange } from '../../design/use-layout-change.ts';
import type { MessageActions } from '../../models/message-actions.ts';
import type { PendingChange } from '../../models/pending-changes.ts';
import type { PendingState } from '../../models/timeline-rows.ts';
import { useChat, usePage } from '../../page.ts';
import { formatFullTime, formatTime } from '../../words/intl.ts';
import { words } from '../../words/words.ts';
import { MessageFiles } from '../files/message-files.tsx';
import { PersonName } from '../people/person-name.tsx';
import { FromBlocked } from './from-blocked.tsx';
import { MessageBar } from './message-bar.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageEditor } from './message-editor.tsx';
import { MessageTrace } from './message-trace.tsx';
import './message-row.css';
import { QuoteLine, type Quoted } from './quote-line.tsx';
import { ReactionsLine } from './reactions-line.tsx';
import { Refused } from './refused.tsx';
import { RepliesLine } from './replies-line.tsx';
import { useLongPress } from './use-long-press.ts';

const AttachedFile = onDemand(async () => (await import('../files/attachment-strip.tsx')).AttachedFile);
const LateMention = onDemand(async () => (await import('./late-mention.tsx')).LateMention);

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
  /** Its files, as long as it is on its way. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** What it is that was refused; a message where nothing else is said. */
  readonly refusedAs?: keyof typeof words.refusedAs;
  /** The message as it is stored, as soon as it is. */
  readonly stored?: Message;
  /** An edit or a deletion on its way, or refused; `id`, `body` and `standing` are the message's own. */
  readonly change?: PendingChange | undefined;
  /** What it answers. */
  readonly quote?: Quoted | undefined;
  /** Shown beside the timeline, where it stands as well: its replies are not counted here. */
  readonly isAside?: boolean;
  readonly actions?: MessageActions;
  readonly onUnfold: () => void;
}

/** One message on its author's thread, on its way or stored: the same element for both, so that nothing jumps. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const {
    id,
    by,
    name,
    at,
    isHead,
    isFromServer,
    standing,
    stored,
    change,
    quote,
    isAside = false,
    actions,
    onUnfold,
  } = props;
  const chat = useChat();
  const { address } = usePage();
  const author = isFromServer ? words.fromServer : chat.names.now(by, name);
  const state = standing?.state ?? (change?.standing.state === 'sending' ? 'sending' : 'stored');
  const isEditing = useComputed(() => {
    const edited = chat.editing.message.value;
    return edited !== undefined && edited.seq === stored?.seq && edited.isAside === isAside;
  }).value;
  const isLateMention = useComputed(() => chat.mentionsLate(stored)).value;
  useLayoutChange(isEditing, onUnfold);
  const canAct = actions !== undefined && stored !== undefined && !stored.deleted;
  const follow = (seq: number): void => address.goToMessage(chat.timeline.value!.room, seq);
  const openMenu = (): void => void (actions!.menu.value = stored);
  return (
    <article
      class={`message ${isHead ? 'message-head' : ''} message-${state} hue-${isFromServer ? 'server' : chat.colours.of(stored?.room ?? chat.timeline.peek()?.room ?? '', by)}`}
      aria-label={label(author, at, state)}
      data-acts={canAct}
      data-editing={isEditing}
      data-going={change?.t === 'delete' && change.standing.state !== 'refused'}
      {...useLongPress(canAct && !isEditing ? openMenu : undefined)}
    >
      {isHead && (
        <header class="message-author">
          {isFromServer ? <Name>{author}</Name> : <PersonName person={{ id: by, name: author }} isPassedByTab />}
          <Time at={at} />
          {stored && !stored.deleted && <Marks message={stored} />}
        </header>
      )}
      {quote && <QuoteLine quote={quote} onFollow={follow} />}
      {stored?.deleted && <MessageTrace by={by} deleted={stored.deleted} />}
      {isEditing ? (
        <MessageEditor message={stored!} onEmptied={() => (actions!.deleting.value = stored)} />
      ) : (
        !stored?.deleted && (
          <FromBlocked by={by} onUnfold={onUnfold}>
            {props.body !== '' && <MessageBody body={bodyWith(change, props.body)} onUnfold={onUnfold} />}
            {stored?.files && <MessageFiles files={stored.files} />}
            {props.attachments && <PendingFiles attachments={props.attachments} />}
          </FromBlocked>
        )
      )}
      {stored?.edited && !isEditing && (
        <EditedMark at={stored.edited.at} onShow={() => (actions!.versions.value = stored)} />
      )}
      {stored && <ReactionsLine message={stored} />}
      {stored?.replies && !isAside && <RepliesLine message={stored} replies={stored.replies} />}
      {!isHead && stored && !stored.deleted && <Marks message={stored} />}
      {!isHead && <Time at={at} />}
      {state === 'sending' && (
        <span class="message-standing" title={words.waitingToSend}>
          <Icon name="clock" />
        </span>
      )}
      {standing?.state === 'refused' && (
        <Refused
          id={id!}
          what={props.refusedAs ?? 'post'}
          body={props.body}
          error={standing.error}
          onUnfold={onUnfold}
        />
      )}
      {change?.standing.state === 'refused' && (
        <Refused id={change.id} what={change.t} body={change.body} error={change.standing.error} onUnfold={onUnfold} />
      )}
      {isLateMention && <LateMention message={stored!} />}
      {canAct && <MessageBar message={stored} actions={actions} />}
    </article>
  );
});

function PendingFiles({ attachments }: { readonly attachments: readonly Attachment[] }) {
  return (
    <div class="pending-files">
      {attachments.map((attachment) => (
        <AttachedFile key={attachment.key} attachment={attachment} />
      ))}
    </div>
  );
}

/** What the message will say, as soon as that is known; while nothing speaks against it. */
function bodyWith(change: PendingChange | undefined, body: string): string {
  return change?.t === 'edit' && change.standing.state !== 'refused' ? change.body : body;
}

/** That it is pinned, and that one has saved it. */
function Marks({ message }: { readonly message: Message }) {
  return (
    <>
      <PinnedMark message={message} />
      {message.saved && (
        <span class="message-saved" title={words.saved}>
          <Icon name="bookmark" />
          <span class="visually-hidden">{words.saved}</span>
        </span>
      )}
    </>
  );
}

function PinnedMark({ message }: { readonly message: Message }) {
  const chat = useChat();
  if (!chat.tags.isPinned(message)) return null;
  const { by, name } = message.tags?.pinned ?? { by: chat.account.value.id, name: chat.account.value.name };
  return (
    <span class="message-pinned" title={words.pinnedBy(chat.names.now(by, name))}>
      <Icon name="pin" />
      <span class="visually-hidden">{words.pinned}</span>
    </span>
  );
}

function EditedMark({ at, onShow }: { readonly at: number; readonly onShow: () => void }) {
  return (
    <button type="button" class="message-edited" title={words.editedAt(formatFullTime(at))} onClick={onShow}>
      {words.edited(formatTime(at))}
    </button>
  );
}

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
