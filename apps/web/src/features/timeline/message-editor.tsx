import { useSignal } from '@preact/signals';
import type { Message } from '@skein/protocol/rooms';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
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
  const text = useSignal(chat.bodyOf(message.seq) ?? '');

  useLayoutEffect(() => {
    const opener = document.activeElement;
    const textarea = ref.current!;
    textarea.focus({ preventScroll: true });
    textarea.setSelectionRange(textarea.value.length, textarea.value.length);
    textarea.form!.scrollIntoView({ block: 'nearest' });
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  const cancel = (): void => void (chat.editing.value = undefined);

  function save(event: Event): void {
    event.preventDefault();
    if (text.value.trim() === '') return onEmptied();
    chat.edit(message.seq, text.value);
  }

  function keyed(event: KeyboardEvent): void {
    // 229 and `isComposing`: the key belongs to what chooses the words of Japanese, say.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') cancel();
    if (event.key === 'Enter' && !event.shiftKey && !isTouch.value) save(event);
  }

  return (
    <form class="editor" onSubmit={save} onKeyDown={keyed}>
      <label class="visually-hidden" for={id}>
        {words.editMessage}
      </label>
      <div class="editor-text" data-text={text}>
        <textarea
          ref={ref}
          id={id}
          dir="auto"
          rows={1}
          autocomplete="off"
          value={text}
          onInput={(event) => (text.value = event.currentTarget.value)}
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
