import { type Signal, useComputed } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { MessageActions } from '../../models/message-actions.ts';
import type { Overlay } from '../../models/overlay.ts';
import type { Replies } from '../../models/replies.ts';
import { toRows } from '../../models/timeline-rows.ts';
import { useChat, usePage } from '../../page.ts';
import { dayOf } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { WritingPlace } from '../composer/writing-place.tsx';
import { OpenAction } from '../timeline/open-action.tsx';
import { TimelineRow } from '../timeline/timeline-row.tsx';
import './replies-panel.css';
import { usePanel } from './use-panel.ts';

/** A message and its replies: beside the room where the page is wide, else over it. */
export function RepliesPanel({ overlay }: { readonly overlay: Signal<Overlay> }) {
  const chat = useChat();
  const { isWide } = usePage();
  const column = useRef<HTMLElement>(null);
  const replies = chat.replies.value;
  usePanel(column, replies?.key, () => (chat.replies.value = undefined));
  const room = replies && chat.rooms.get(replies.room);
  if (!replies || !room) return null;
  const close = (): void => void (chat.replies.value = undefined);
  const inside = <Conversation key={replies.root} replies={replies} room={room} overlay={overlay} />;
  if (!isWide.value) {
    return (
      <Dialog title={words.replies} shape="side" onClose={close}>
        {inside}
      </Dialog>
    );
  }
  return (
    <aside ref={column} class="replies-column" aria-label={words.replies}>
      <header>
        <h2>{words.replies}</h2>
        <IconButton icon="close" label={words.close} onClick={close} />
      </header>
      {inside}
    </aside>
  );
}

interface ConversationProps {
  readonly replies: Replies;
  readonly room: RoomView;
  readonly overlay: Signal<Overlay>;
}

function Conversation({ replies, room, overlay }: ConversationProps) {
  const chat = useChat();
  const view = useRef<HTMLDivElement>(null);
  const rowsSignal = useComputed(() => {
    const first = replies.first.value;
    const pending = chat.pending.value.filter(({ reply }) => reply === replies.root);
    const changes = chat.changes.value;
    return toRows([...(first ? [first] : []), ...replies.list.value], pending, { readUpTo: undefined, dayOf, changes });
  });
  const rows = rowsSignal.value;
  const actions = useMemo(
    () => new MessageActions(rowsSignal, { canAct: (message) => !message.deleted, isAside: true }),
    [],
  );
  const count = replies.list.value.length;
  const trouble = replies.trouble.value;
  useFollowedEnd(view, rows.length, actions.isOpen.value);
  useEffect(() => replies.markRead(), [replies.lastR.value, replies.first.value]);
  return (
    <div class="replies">
      <div
        ref={view}
        class="replies-list timeline-rows"
        role="log"
        aria-label={words.replies}
        tabIndex={0}
        onScroll={() => actions.scrolled()}
      >
        {trouble && (
          <div role="alert" class="replies-failed">
            <p>
              {lateWords.repliesFailed} {troubleWords(trouble)}
            </p>
            <Button onClick={() => replies.load()}>{words.tryAgain}</Button>
          </div>
        )}
        {replies.hasOlder.value && <Button onClick={() => replies.loadOlder()}>{lateWords.earlierReplies}</Button>}
        {rows.map((row) =>
          row.kind === 'day' ? null : <TimelineRow key={row.key} row={row} root={replies.root} actions={actions} />,
        )}
        {replies.first.value !== undefined && count === 0 && rows.length <= 2 && (
          <p class="replies-none">{lateWords.noRepliesYet}</p>
        )}
      </div>
      <WritingPlace room={room} replies={replies} overlay={overlay} />
      <OpenAction actions={actions} />
    </div>
  );
}

/** Every further row comes into view, but not while something is open beside one: then as soon as it is closed. */
function useFollowedEnd(view: { readonly current: HTMLElement | null }, count: number, isHeld: boolean): void {
  const followed = useRef(0);
  useLayoutEffect(() => {
    if (isHeld || followed.current === count) return;
    followed.current = count;
    view.current!.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [count, isHeld]);
}
