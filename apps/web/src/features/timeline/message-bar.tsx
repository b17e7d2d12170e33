import type { Message } from '@skein/protocol/rooms';
import { Icon, type IconName } from '../../design/icon.tsx';
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
        {mayAnswer && <Act icon="smile" label={words.react} onClick={() => (actions.picking.value = message)} />}
        {mayAnswer && !actions.isAside && (
          <Act icon="reply" label={words.reply} onClick={() => answer(chat, message)} />
        )}
        <MessageMore message={message} actions={actions} />
      </div>
    </div>
  );
}

interface ActProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

function Act({ icon, label, onClick }: ActProps) {
  return (
    <button type="button" class="message-act" tabIndex={-1} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
