import type { Message } from '@skein/protocol/rooms';
import type { ComponentChildren } from 'preact';
import { Button } from '../../design/button.tsx';
import { Name } from '../../design/name.tsx';
import { useChat, usePage } from '../../page.ts';
import { formatFullTime, formatDay, formatTime } from '../../words/intl.ts';
import { lateWords } from '../../words/late/late-words.ts';
import { words } from '../../words/words.ts';
import { MessageText } from '../message-text/message-text.tsx';
import './found-message.css';

interface FoundMessageProps {
  readonly message: Message;
  /** The name of its room, where that goes not without saying. */
  readonly room?: string | undefined;
  /** Why it is here, where that goes not without saying. */
  readonly about?: string;
  readonly isNew?: boolean;
  /** Before somebody goes there. */
  readonly onGo: () => void;
  /** What else can be done. */
  readonly children?: ComponentChildren;
}

/** A message away from its place: what was said, by whom and when, and the way there. */
export function FoundMessage({ message, room, about, isNew = false, onGo, children }: FoundMessageProps) {
  const chat = useChat();
  const { address } = usePage();
  const { by, name, at, body, seq } = message;
  function go(): void {
    onGo();
    address.goToMessage(message.room, seq);
  }
  return (
    <li data-new={isNew} class={`found-message hue-${chat.colours.of(message.room, by)}`}>
      <p class="found-about">
        <Name>{chat.names.now(by, name)}</Name>
        <time dateTime={new Date(at).toISOString()} title={formatFullTime(at)}>
          {formatDay(at, chat.now)}, {formatTime(at)}
        </time>
      </p>
      {about !== undefined && (
        <p class="found-place">
          {isNew && <span class="found-new">{words.newLine}</span>}
          <span class="ellipsis">
            {about}
            {room !== undefined && (
              <>
                {' · '}
                <bdi>{room}</bdi>
              </>
            )}
          </span>
        </p>
      )}
      <div class="found-body message-body" dir="auto">
        <MessageText text={body} />
      </div>
      <div class="found-actions">
        <Button onClick={go}>{lateWords.goToMessage}</Button>
        {children}
      </div>
    </li>
  );
}
