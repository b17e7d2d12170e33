import type { Message } from '@skein/protocol/rooms';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageActions } from '../../models/message-actions.ts';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import './message-actions.css';

interface MessageMenuProps {
  readonly message: Message;
  readonly actions: MessageActions;
}

/** What can be done with one message, beside its button. */
export function MessageMenu({ message, actions }: MessageMenuProps) {
  const chat = useChat();
  const ref = useRef<HTMLDivElement>(null);
  const rights = chat.rightsTo(message);
  const button = (): HTMLElement | null => document.querySelector(`[data-more="${message.seq}"]`);

  function close(): void {
    button()?.focus({ preventScroll: true });
    actions.menu.value = undefined;
  }

  useLayoutEffect(() => {
    placeAt(ref.current!, button());
    ref.current!.querySelector('button')?.focus({ preventScroll: true });
  }, [message]);
  useEffect(() => {
    const pressed = ({ target }: Event): void => {
      if (!ref.current!.contains(target as Node) && !button()?.contains(target as Node)) actions.menu.value = undefined;
    };
    document.addEventListener('pointerdown', pressed);
    return () => document.removeEventListener('pointerdown', pressed);
  }, [message]);

  function keyed(event: KeyboardEvent): void {
    const items = [...ref.current!.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    if (next !== undefined) items.at(next % items.length)?.focus();
    if (next !== undefined || event.key === 'Escape') event.preventDefault();
  }

  /** The menu goes first and gives the focus back, so that what comes next can give it back in its turn. */
  function choose(action: () => void): () => void {
    return () => {
      close();
      action();
    };
  }

  return (
    <div ref={ref} class="message-menu" role="menu" aria-label={words.messageActions} onKeyDown={keyed}>
      {rights.edit && (
        <button type="button" role="menuitem" tabIndex={-1} onClick={choose(() => (chat.editing.value = message.seq))}>
          {words.edit}
        </button>
      )}
      {navigator.clipboard && (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={choose(() => void navigator.clipboard.writeText(chat.bodyOf(message.seq) ?? '').catch(() => {}))}
        >
          {words.copyText}
        </button>
      )}
      {rights.delete && (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          class="message-menu-danger"
          onClick={choose(() => (actions.deleting.value = message))}
        >
          {words.delete}
        </button>
      )}
    </div>
  );
}

/** Below the button, its end at the button's, or above it where there is no room below. */
function placeAt(menu: HTMLElement, button: HTMLElement | null): void {
  const frame = menu.offsetParent?.getBoundingClientRect();
  const anchor = button?.getBoundingClientRect();
  if (!frame || !anchor) return;
  const below = anchor.bottom - frame.top + 4;
  const above = anchor.top - frame.top - menu.offsetHeight - 4;
  const isAbove = below + menu.offsetHeight > frame.height && above >= 0;
  const isRightToLeft = getComputedStyle(menu).direction === 'rtl';
  menu.style.insetBlockStart = `${isAbove ? above : below}px`;
  menu.style.insetInlineEnd = `${isRightToLeft ? anchor.left - frame.left : frame.right - anchor.right}px`;
}
