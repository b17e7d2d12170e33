import { useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import type { Replies } from '../../models/replies.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { DraftPreview } from '../composer/draft-preview.tsx';
import { WritingBox } from '../writing/writing-box.tsx';

interface ReplyComposerProps {
  readonly replies: Replies;
  readonly room: RoomView;
}

/** Where one writes a reply beside the room. Its draft is kept like a room's. */
export function ReplyComposer({ replies, room }: ReplyComposerProps) {
  const chat = useChat();
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const key = `${room.id}/${replies.root}`;
  const draft = useSignal(chat.drafts.read(key));
  const canSend = draft.value.trim() !== '';

  function write(text: string): void {
    draft.value = text;
    chat.drafts.write(key, text);
  }

  function send(event: Event): void {
    event.preventDefault();
    if (!canSend) return;
    chat.postTo(room.id, chat.asSent(draft.value), replies.root);
    write('');
    ref.current?.focus();
  }

  return (
    <form class="reply-composer" onSubmit={send}>
      <div class="composer-frame">
        <label class="visually-hidden" for={id}>
          {words.replyHere}
        </label>
        <DraftPreview draft={draft} asSent={(text) => chat.asSent(text)} />
        <div class="composer-line">
          <WritingBox
            id={id}
            room={room}
            text={draft}
            textRef={ref}
            placeholder={words.replyHere}
            onWrite={write}
            onEnter={send}
          />
          <button
            type="submit"
            class="composer-send"
            aria-label={words.sendReply}
            title={words.sendReply}
            aria-disabled={!canSend}
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}
