import type { Message } from '@skein/protocol/rooms';
import { Confirm } from '../../design/confirm.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

interface DeleteMessageProps {
  readonly message: Message;
  readonly onClose: () => void;
}

export function DeleteMessage({ message, onClose }: DeleteMessageProps) {
  const chat = useChat();
  const isOwn = message.by === chat.account.value.id;
  return (
    <Confirm
      title={isOwn ? words.deleteTitle : words.removeMessageTitle(chat.names.now(message.by, message.name))}
      text={isOwn ? words.deleteText : words.removeMessageText}
      action={words.delete}
      onClose={onClose}
      onConfirm={async () => {
        chat.editing.end();
        chat.remove(message.seq);
        return undefined;
      }}
    />
  );
}
