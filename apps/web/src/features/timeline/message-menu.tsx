import type { Message } from '@skein/protocol/rooms';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import type { MessageActions } from '../../models/message-actions.ts';
import { roomHash } from '../../models/route.ts';
import { useChat, usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { answer } from './answer.ts';
import './message-actions.css';
import { placeAt } from './place-at.ts';

interface MessageMenuProps {
  readonly message: Message;
  readonly actions: MessageActions;
}

/** So many of the emoji used last are in the menu itself. */
const QUICK = 5;

/** What can be done with one message, beside its button. */
export function MessageMenu({ message, actions }: MessageMenuProps) {
  const chat = useChat();
  const { emojis } = usePage();
  const ref = useRef<HTMLDivElement>(null);
  const rights = chat.rightsTo(message);
  const button = (): HTMLElement | null | undefined =>
    ref.current?.parentElement?.querySelector(`[data-more="${message.seq}"]`);
  const hasReplies = message.reply !== undefined || message.replies !== undefined;

  function close(): void {
    button()?.focus({ preventScroll: true });
    actions.menu.value = undefined;
  }

  useLayoutEffect(() => {
    placeAt(ref.current!, button() ?? null);
    ref.current!.querySelector<HTMLElement>(':scope > [role="menuitem"]')?.focus({ preventScroll: true });
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
    const [next, last] = [at + 1, at - 1];
    const to = { ArrowDown: next, ArrowRight: next, ArrowUp: last, ArrowLeft: last, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    if (to !== undefined) items.at(to % items.length)?.focus();
    if (to !== undefined || event.key === 'Escape') event.preventDefault();
  }

  /** The menu goes first and gives the focus back, so that what comes next can give it back in its turn. */
  function choose(action: () => void): () => void {
    return () => {
      close();
      action();
    };
  }

  const copy = (text: string): void =>
    void navigator.clipboard.writeText(text).then(
      () => (chat.isCopied.value = true),
      () => {},
    );
  const react = (emoji: string): void => {
    emojis.use(emoji);
    chat.tags.toggleReaction(message, emoji);
  };

  return (
    <div ref={ref} class="message-menu" role="menu" aria-label={words.messageActions} onKeyDown={keyed}>
      {rights.answer && (
        <div class="message-menu-emoji" role="group" aria-label={words.react}>
          {emojis.recent.value.slice(0, QUICK).map((emoji) => (
            <button
              key={emoji}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-label={words.reactWith(emoji)}
              onClick={choose(() => react(emoji))}
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-label={words.moreReactions}
            title={words.moreReactions}
            onClick={choose(() => (actions.picking.value = message))}
          >
            <Icon name="smile" />
          </button>
        </div>
      )}
      {rights.answer && !actions.isAside && <Item onChoose={choose(() => answer(chat, message))}>{words.reply}</Item>}
      {hasReplies && !actions.isAside && (
        <Item onChoose={choose(() => chat.openReplies(message))}>{words.replies}</Item>
      )}
      {rights.edit && (
        <Item onChoose={choose(() => chat.editing.begin(message.seq, actions.isAside))}>{words.edit}</Item>
      )}
      {chat.tags.mayPin(message) && (
        <Item onChoose={choose(() => chat.tags.togglePin(message))}>
          {chat.tags.isPinned(message) ? words.unpin : words.pin}
        </Item>
      )}
      <Item onChoose={choose(() => void chat.tags.toggleSaved(message))}>
        {message.saved ? words.unsave : words.saveMessage}
      </Item>
      <Item onChoose={choose(() => void chat.markUnread(message))}>{words.markUnread}</Item>
      {navigator.clipboard && (
        <>
          <Item onChoose={choose(() => copy(chat.asWritten(chat.bodyOf(message.seq) ?? '')))}>{words.copyText}</Item>
          <Item onChoose={choose(() => copy(new URL(roomHash(message.room, message.seq), location.href).href))}>
            {words.copyLink}
          </Item>
        </>
      )}
      {rights.delete && (
        <Item isDanger onChoose={choose(() => (actions.deleting.value = message))}>
          {words.delete}
        </Item>
      )}
    </div>
  );
}

interface ItemProps {
  readonly onChoose: () => void;
  readonly isDanger?: boolean;
  readonly children: ComponentChildren;
}

function Item({ onChoose, isDanger = false, children }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      class={isDanger ? 'message-menu-danger' : ''}
      onClick={onChoose}
    >
      {children}
    </button>
  );
}
