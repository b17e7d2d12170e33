import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { RoomView } from '@skein/protocol/rooms';
import type { TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { isInCode, moveIn, newLine } from '../../models/writing/line-keys.ts';
import { asCodeBlock, looksLikeCode, pasteOnto } from '../../models/writing/paste.ts';
import type { TextEdit } from '../../models/writing/text-edit.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { applyEdit, selectedIn } from './apply-edit.ts';
import { CompletionList } from './completion-list.tsx';
import type { NamedEmoji } from './named-emoji.ts';
import { useCompleter } from './use-completer.ts';
import './writing-box.css';

interface WritingBoxProps {
  readonly id: string;
  /** Whose people can be mentioned. */
  readonly room: RoomView | undefined;
  readonly text: Signal<string>;
  readonly textRef: { current: HTMLTextAreaElement | null };
  readonly namedEmoji: NamedEmoji;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  /** Marks the one that a skip link leads to. */
  readonly isComposer?: boolean;
  /** What begins with a slash is a command. */
  readonly takesCommands?: boolean;
  readonly onWrite: (text: string) => void;
  /** Enter, where it makes no line. */
  readonly onEnter: (event: Event) => void;
  /** Comes first; what it prevents is done. */
  readonly onKey?: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
}

/**
 * Where messages are written, in the composer and where one is edited. It grows with its text. Enter is the owner's; Shift
 * and Enter make a line, in code and on a touch screen Enter alone does. While names are offered, arrows, Enter, Tab and
 * Escape are theirs.
 */
export function WritingBox({ id, room, text, textRef, onWrite, onEnter, onKey, namedEmoji, ...box }: WritingBoxProps) {
  const chat = useChat();
  const { isTouch, emojis } = usePage();
  const completer = useCompleter(room, box.takesCommands === true);
  const isCompleting = useComputed(() => completer.options.value.length > 0).value;
  const chosen = useComputed(() => completer.chosen.value).value;
  /** After Escape, Tab is the page's again: nobody is caught in a list. */
  const isTabFree = useRef(false);
  const offer = useSignal<{ readonly from: number; readonly to: number } | undefined>(undefined);

  function apply(edit: TextEdit): void {
    applyEdit(textRef.current!, edit);
  }

  function keyed(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    // The key belongs to what chooses the words of Japanese, say; 229 is how some browsers say so afterwards.
    if (event.isComposing || event.keyCode === 229) return;
    if (completer.isOpen) completed(event);
    if (!event.defaultPrevented) onKey?.(event);
    if (event.defaultPrevented) return;
    const edit = editOf(event);
    if (edit === 'enter') onEnter(event);
    else if (edit) apply(edit);
    if (edit) event.preventDefault();
    if (event.key !== 'Shift') isTabFree.current = event.key === 'Escape';
  }

  function completed(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || shiftKey) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') completer.move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Escape') completer.close();
    else if (key === 'Tab' || (key === 'Enter' && !completer.isWritten)) take();
    else return;
    event.preventDefault();
  }

  function take(index?: number): void {
    const taken = completer.take(index);
    if (!taken) return;
    apply(taken.edit);
    if (taken.option.person) chat.mentionable.mentioned(taken.option.person);
    if (taken.option.sign !== undefined) emojis.use(taken.option.sign);
  }

  function written(textarea: HTMLTextAreaElement, inputType: string): void {
    const before = text.peek();
    offer.value = undefined;
    onWrite(textarea.value);
    void completer.look(selectedIn(textarea));
    // What is undone is meant to stay as it was.
    if (!/^(?:history|delete)/.test(inputType)) namedEmoji.written(before, selectedIn(textarea));
  }

  function editOf(event: TargetedKeyboardEvent<HTMLTextAreaElement>): TextEdit | 'enter' | undefined {
    const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
    const selected = selectedIn(event.currentTarget);
    if (key === 'Tab' && !altKey && !ctrlKey && !metaKey)
      return isTabFree.current ? undefined : moveIn(selected, shiftKey);
    if (key !== 'Enter' || altKey) return undefined;
    if (ctrlKey || metaKey) return 'enter';
    return shiftKey || isTouch.value || isInCode(selected) ? newLine(selected) : 'enter';
  }

  function pasted(event: TargetedClipboardEvent<HTMLTextAreaElement>): void {
    const clipboard = event.clipboardData?.getData('text/plain').replaceAll('\r\n', '\n') ?? '';
    const selected = selectedIn(event.currentTarget);
    const link = pasteOnto(selected, clipboard);
    if (link) {
      event.preventDefault();
      return apply(link);
    }
    const place = { from: selected.start, to: selected.start + clipboard.length };
    // The text comes in after this.
    if (looksLikeCode(clipboard) && !isInCode(selected)) setTimeout(() => (offer.value = place));
  }

  function takeOffer(): void {
    if (offer.value) apply(asCodeBlock(text.value, offer.value.from, offer.value.to));
    offer.value = undefined;
  }

  return (
    <>
      {isCompleting && <CompletionList id={`${id}-completions`} completer={completer} onTake={take} />}
      {offer.value && <CodeOffer onTake={takeOffer} />}
      {/* A copy of the text gives the height; measuring the textarea would shake everything above it at every key. */}
      <div class="writing-box" data-text={text}>
        <textarea
          ref={textRef}
          id={id}
          data-composer={box.isComposer}
          rows={1}
          dir="auto"
          autocomplete="off"
          enterkeyhint={isTouch.value ? 'enter' : 'send'}
          placeholder={box.placeholder}
          value={text}
          disabled={box.disabled}
          aria-autocomplete="list"
          aria-controls={isCompleting ? `${id}-completions` : undefined}
          aria-activedescendant={isCompleting ? `${id}-completions-${chosen}` : undefined}
          onInput={(event) => written(event.currentTarget, event.inputType)}
          onClick={(event) => void completer.look(selectedIn(event.currentTarget))}
          onBlur={() => completer.close()}
          onKeyDown={keyed}
          onKeyUp={({ key, currentTarget }) => {
            if (/^(?:Arrow(?:Left|Right)|Home|End)$/.test(key)) void completer.look(selectedIn(currentTarget));
          }}
          onPaste={pasted}
        />
      </div>
    </>
  );
}

/** After a long paste, until something else is typed. */
function CodeOffer({ onTake }: { readonly onTake: () => void }) {
  return (
    <p class="code-offer" role="status">
      <button type="button" class="link-button" onMouseDown={(event) => event.preventDefault()} onClick={onTake}>
        {words.makeCodeBlock}
      </button>
    </p>
  );
}
