import { useComputed } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import type { Replies } from '../../models/replies.ts';
import { toRows } from '../../models/timeline-rows.ts';
import { useChat, usePage } from '../../page.ts';
import { dayOf } from '../../words/intl.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';
import { TimelineRow } from '../timeline/timeline-row.tsx';
import { ReplyComposer } from './reply-composer.tsx';
import './replies-panel.css';

/** A message and its replies: beside the room where the page is wide, else over it. */
export function RepliesPanel() {
  const chat = useChat();
  const { isWide } = usePage();
  const replies = chat.replies.value;
  const room = replies && chat.rooms.get(replies.room);
  if (!replies || !room) return null;
  const close = (): void => void (chat.replies.value = undefined);
  const inside = <Conversation key={replies.root} replies={replies} room={room} />;
  if (!isWide.value) {
    return (
      <Dialog title={words.replies} shape="side" onClose={close}>
        {inside}
      </Dialog>
    );
  }
  return (
    <aside
      class="replies-column"
      aria-label={words.replies}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <header>
        <h2>{words.replies}</h2>
        <IconButton icon="close" label={words.close} onClick={close} />
      </header>
      {inside}
    </aside>
  );
}

function Conversation({ replies, room }: { readonly replies: Replies; readonly room: RoomView }) {
  const chat = useChat();
  const view = useRef<HTMLDivElement>(null);
  const rows = useComputed(() => {
    const first = replies.first.value;
    const pending = chat.pending.value.filter(({ reply }) => reply === replies.root);
    return toRows([...(first ? [first] : []), ...replies.list.value], pending, { readUpTo: undefined, dayOf });
  }).value;
  const count = replies.list.value.length;
  const trouble = replies.trouble.value;
  useLayoutEffect(() => view.current!.lastElementChild?.scrollIntoView({ block: 'nearest' }), [rows.length]);
  useEffect(() => replies.markRead(), [replies.lastR.value, replies.first.value]);
  return (
    <div class="replies">
      <div ref={view} class="replies-list timeline-rows" role="log" aria-label={words.replies} tabIndex={0}>
        {trouble && (
          <div role="alert" class="replies-failed">
            <p>
              {words.repliesFailed} {troubleWords(trouble)}
            </p>
            <Button onClick={() => replies.load()}>{words.tryAgain}</Button>
          </div>
        )}
        {replies.hasOlder.value && <Button onClick={() => replies.loadOlder()}>{words.earlierReplies}</Button>}
        {rows.map((row) => (row.kind === 'day' ? null : <TimelineRow key={row.key} row={row} root={replies.root} />))}
        {replies.first.value !== undefined && count === 0 && rows.length <= 2 && (
          <p class="replies-none">{words.noRepliesYet}</p>
        )}
      </div>
      <ReplyComposer replies={replies} room={room} />
    </div>
  );
}
