import { useSignal } from '@preact/signals';
import type { Message } from '@skein/protocol/rooms';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { useNamedEmoji } from '../writing/named-emoji.ts';
import { WritingBox } from '../writing/writing-box.tsx';
import './message-actions.css';

interface MessageEditorProps {
  readonly message: Message;
  /** Nothing was left of it. */
  readonly onEmptied: () => void;
}

/** A message's own text, where it stands. Enter saves, as it sends in the composer; Escape leaves it as it was. */
export function MessageEditor({ message, onEmptied }: MessageEditorProps) {
  const chat = useChat();
  const { isTouch } = usePage();
  const id = useId();
  const ref = useRef<HTMLTextAreaElement>(null);
  const namedEmoji = useNamedEmoji(ref);
  const text = useSignal(chat.asWritten(chat.bodyOf(message.seq) ?? ''));

  useLayoutEffect(() => {
    const opener = document.activeElement;
    const textarea = ref.current!;
    textarea.focus({ preventScroll: true });
    textarea.setSelectionRange(textarea.value.length, textarea.value.length);
    textarea.form!.scrollIntoView({ block: 'nearest' });
    return () => {
      chat.editing.unsaved.value = undefined;
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  const cancel = (): void => chat.editing.end();

  function save(event: Event): void {
    event.preventDefault();
    if (text.value.trim() === '') return onEmptied();
    namedEmoji.whenPlaced(() => chat.editing.save(message.seq, chat.asSent(text.value)));
  }

  /** Also from the buttons. */
  function keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    // The replies, where it stands there, stay open.
    event.preventDefault();
    cancel();
  }

  return (
    <form class="editor" onSubmit={save} onKeyDown={keyed}>
      <label class="visually-hidden" for={id}>
        {words.editMessage}
      </label>
      <div class="editor-frame">
        <WritingBox
          id={id}
          room={chat.rooms.get(message.room)}
          text={text}
          textRef={ref}
          namedEmoji={namedEmoji}
          onWrite={(written) => {
            text.value = written;
            chat.editing.unsaved.value = written;
          }}
          onEnter={save}
        />
      </div>
      <div class="editor-actions">
        <Button type="submit" kind="primary">
          {words.save}
        </Button>
        <Button onClick={cancel}>{words.cancel}</Button>
        {!isTouch.value && <span class="editor-hint">{words.editHint}</span>}
      </div>
    </form>
  );
}
