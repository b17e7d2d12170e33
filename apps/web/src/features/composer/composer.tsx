import { useSignal } from '@preact/signals';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { byteLength } from '../../models/message-text.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { WritingBox } from '../writing/writing-box.tsx';
import './composer.css';
import { DraftPreview } from './draft-preview.tsx';

/** From here on the room left is counted. */
const COUNTED_FROM_BYTES = LIMITS.bodyBytes - 1024;

/** Where one writes: what is being written, how it will look above it, and what can be done with it in a row below. */
export function Composer({ room }: { readonly room: RoomView | undefined }) {
  const chat = useChat();
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const roomId = room?.id;
  const draft = useSignal(roomId ? chat.drafts.read(roomId) : '');
  const bytesLeft = LIMITS.bodyBytes - countedBytes(draft.value);
  const canSend = chat.canPost && draft.value.trim() !== '' && bytesLeft >= 0;
  useFocusOnArrival(ref, roomId);

  function write(text: string): void {
    draft.value = text;
    if (roomId) chat.drafts.write(roomId, text);
  }

  function send(event?: Event): void {
    event?.preventDefault();
    if (!canSend) return;
    chat.post(draft.value);
    write('');
    ref.current?.focus();
  }

  return (
    <form class="composer" onSubmit={send}>
      <div class="composer-frame">
        <label class="visually-hidden" for={id}>
          {words.message(room?.name ?? '')}
        </label>
        <DraftPreview draft={draft} />
        <div class="composer-line">
          <WritingBox
            id={id}
            isComposer
            text={draft}
            textRef={ref}
            placeholder={room && words.message(room.name)}
            // What is written before it is known where to would be lost.
            disabled={!room}
            onWrite={(text) => {
              write(text);
              if (text !== '') chat.typed();
            }}
            onEnter={send}
            onKey={(event) => {
              if (isPlainArrowUp(event) && draft.value === '' && chat.editLast()) event.preventDefault();
            }}
          />
          {bytesLeft < 1024 && (
            <span class="composer-count" data-over={bytesLeft < 0}>
              {words.bytesLeft(bytesLeft)}
            </span>
          )}
          <button
            type="submit"
            class="composer-send"
            aria-label={words.send}
            title={words.send}
            aria-disabled={!canSend}
            // The text keeps the focus, and a phone its keyboard.
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}

function isPlainArrowUp({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'ArrowUp' && !shiftKey && !altKey && !ctrlKey && !metaKey;
}

/** Measuring costs a copy of the text, so short ones are not measured: no character has more than three bytes a unit. */
function countedBytes(text: string): number {
  return text.length * 3 < COUNTED_FROM_BYTES ? 0 : byteLength(text);
}

/** With a keyboard at hand, coming to a room means writing there. */
function useFocusOnArrival(ref: { readonly current: HTMLTextAreaElement | null }, room: string | undefined): void {
  const { isTouch } = usePage();
  useEffect(() => {
    if (room && !isTouch.value && !document.querySelector('dialog[open]')) ref.current?.focus({ preventScroll: true });
  }, [room]);
}
