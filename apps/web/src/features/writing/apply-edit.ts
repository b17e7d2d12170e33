import type { Selected, TextEdit } from '../../models/writing/text-edit.ts';

export function selectedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected {
  return { text: value, start: selectionStart, end: selectionEnd };
}

/** Does it as if it had been typed, so that it can be undone: of the ways to change a text, only this one leaves that. */
export function applyEdit(textarea: HTMLTextAreaElement, { from, to, insert, start, end }: TextEdit): void {
  textarea.focus({ preventScroll: true });
  textarea.setSelectionRange(from, to);
  if (insert !== '' || from !== to) {
    const isDone = document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
    if (!isDone) {
      textarea.setRangeText(insert, from, to, 'end');
      textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }
  textarea.setSelectionRange(start, end);
}
