import type { Message } from '@skein/protocol/rooms';
import { Icon } from '../../design/icon.tsx';
import type { MessageActions } from '../../models/message-actions.ts';
import { words } from '../../words/words.ts';
import './message-actions.css';
import { answer } from './answer.ts';
import { MessageMore } from './message-more.tsx';
import { useChat } from '../../page.ts';

interface MessageBarProps {
  readonly message: Message;
  readonly actions: MessageActions;
}

/** The two things done most, and the menu with the rest. By keyboard all of them are in the menu. */
export function MessageBar({ message, actions }: MessageBarProps) {
  const chat = useChat();
  const mayAnswer = chat.rightsTo(message).answer;
  return (
    <div class="message-bar-track">
      <div class="message-bar">
        {mayAnswer && (
          <button
            type="button"
            class="message-act"
            tabIndex={-1}
            aria-label={words.react}
            title={words.react}
            onClick={() => (actions.picking.value = message)}
          >
            <Icon name="smile" />
          </button>
        )}
        {mayAnswer && !actions.isAside && (
          <button
            type="button"
            class="message-act"
            tabIndex={-1}
            aria-label={words.reply}
            title={words.reply}
            onClick={() => answer(chat, message)}
          >
            <Icon name="reply" />
          </button>
        )}
        <MessageMore message={message} actions={actions} />
      </div>
    </div>
  );
}
