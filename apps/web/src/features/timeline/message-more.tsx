import { useComputed } from '@preact/signals';
import type { Message } from '@skein/protocol/rooms';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import type { MessageActions } from '../../models/message-actions.ts';
import { words } from '../../words/words.ts';
import './message-actions.css';

interface MessageMoreProps {
  readonly message: Message;
  readonly actions: MessageActions;
}

/** What messages are in. */
const LIST = '[role="log"]';

/** Opens a message's menu. Tab comes to one of these buttons in a timeline, and the arrow keys go from it to the others. */
export function MessageMore({ message, actions }: MessageMoreProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const isTabStop = useComputed(() => actions.tabStop.value === message.seq).value;
  const isOpen = useComputed(() => actions.menu.value?.seq === message.seq).value;
  useLayoutEffect(() => {
    const button = ref.current!;
    // With its message deleted it goes, and the focus must not go nowhere.
    return () => {
      if (document.activeElement === button) button.closest<HTMLElement>(LIST)?.focus();
    };
  }, []);

  function keyed(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...ref.current!.closest(LIST)!.querySelectorAll<HTMLElement>('.message-more')];
    buttons[buttons.indexOf(ref.current!) + step]?.focus();
  }

  return (
    <button
      ref={ref}
      type="button"
      class="message-act message-more"
      data-more={message.seq}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={words.messageActions}
      title={words.messageActions}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={() => (actions.menu.value = isOpen ? undefined : message)}
      onFocus={() => (actions.focused.value = message.seq)}
      onKeyDown={keyed}
    >
      <Icon name="dots" />
    </button>
  );
}
