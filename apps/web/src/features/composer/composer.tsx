import { useSignal } from '@preact/signals';
import { LIMITS } from '@skein/protocol/limits';
import type { RoomView } from '@skein/protocol/rooms';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { byteLength } from '../../models/message-text.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import './composer.css';

/** From here on the room left is counted. */
const COUNTED_FROM_BYTES = LIMITS.bodyBytes - 1024;

/** Where one writes. Enter sends, Shift and Enter make a line; on a touch screen Enter makes a line. */
export function Composer({ room }: { readonly room: RoomView | undefined }) {
  const chat = useChat();
  const { isTouch } = usePage();
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

  function pressed(event: KeyboardEvent): void {
    if (isPlainArrowUp(event) && draft.value === '' && chat.editLast()) return event.preventDefault();
    // An Enter that ends a composition (of Japanese, say) chooses a word; 229 is how some browsers say so afterwards.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229 || isTouch.value) return;
    send(event);
  }

  return (
    <form class="composer" onSubmit={send}>
      <div class="composer-frame">
        <label class="visually-hidden" for={id}>
          {words.message(room?.name ?? '')}
        </label>
        {/* A copy of the text gives the height; measuring the textarea would shake everything above it at every key. */}
        <div class="composer-text" data-text={draft}>
          <textarea
            ref={ref}
            id={id}
            data-composer
            rows={1}
            dir="auto"
            autocomplete="off"
            enterkeyhint={isTouch.value ? 'enter' : 'send'}
            placeholder={room && words.message(room.name)}
            value={draft}
            // What is written before it is known where to would be lost.
            disabled={!room}
            onInput={(event) => {
              write(event.currentTarget.value);
              if (event.currentTarget.value !== '') chat.typed();
            }}
            onKeyDown={pressed}
          />
        </div>
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
    </form>
  );
}

function isPlainArrowUp({ key, shiftKey, altKey, ctrlKey, metaKey, isComposing }: KeyboardEvent): boolean {
  return key === 'ArrowUp' && !shiftKey && !altKey && !ctrlKey && !metaKey && !isComposing;
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
