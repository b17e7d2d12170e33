import { type Signal, useSignal } from '@preact/signals';
import type { TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { isInCode, moveIn, newLine } from '../../models/writing/line-keys.ts';
import { asCodeBlock, looksLikeCode, pasteOnto } from '../../models/writing/paste.ts';
import type { TextEdit } from '../../models/writing/text-edit.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { applyEdit, selectedIn } from './apply-edit.ts';
import './writing-box.css';

interface WritingBoxProps {
  readonly id: string;
  readonly text: Signal<string>;
  readonly textRef: { current: HTMLTextAreaElement | null };
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  /** Marks the one that a skip link leads to. */
  readonly isComposer?: boolean;
  readonly onWrite: (text: string) => void;
  /** Enter, where it makes no line. */
  readonly onEnter: (event: Event) => void;
  /** Comes first; what it prevents is done. */
  readonly onKey?: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
}

/**
 * Where messages are written, in the composer and where one is edited. It grows with its text. Enter is the owner's; Shift
 * and Enter make a line, in code and on a touch screen Enter alone does.
 */
export function WritingBox({ id, text, textRef, onWrite, onEnter, onKey, ...box }: WritingBoxProps) {
  const { isTouch } = usePage();
  /** After Escape, Tab is the page's again: nobody is caught in a list. */
  const isTabFree = useRef(false);
  const offer = useSignal<{ readonly from: number; readonly to: number } | undefined>(undefined);

  function apply(edit: TextEdit): void {
    applyEdit(textRef.current!, edit);
  }

  function keyed(event: TargetedKeyboardEvent<HTMLTextAreaElement>): void {
    // The key belongs to what chooses the words of Japanese, say; 229 is how some browsers say so afterwards.
    if (event.isComposing || event.keyCode === 229) return;
    onKey?.(event);
    if (event.defaultPrevented) return;
    const edit = editOf(event);
    if (edit === 'enter') onEnter(event);
    else if (edit) apply(edit);
    if (edit) event.preventDefault();
    if (event.key !== 'Shift') isTabFree.current = event.key === 'Escape';
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
          onInput={(event) => {
            offer.value = undefined;
            onWrite(event.currentTarget.value);
          }}
          onKeyDown={keyed}
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
