import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { usePlainWords } from '../message-text/use-plain-words.ts';
import './reply-banner.css';

/** What the message that is being written answers. */
export function ReplyBanner() {
  const chat = useChat();
  const wordsOf = usePlainWords();
  const message = chat.replying.value;
  if (!message) return null;
  const name = chat.names.now(message.by, message.name);
  return (
    <div
      class={`reply-banner hue-${chat.colours.of(message.room, message.by)}`}
      role="group"
      aria-label={words.replyingTo(name)}
    >
      <Icon name="reply" />
      <bdi class="reply-banner-name">{name}</bdi>
      <bdi class="ellipsis">{wordsOf(message.body)}</bdi>
      <IconButton icon="close" label={words.cancelReply} onClick={() => (chat.replying.value = undefined)} />
    </div>
  );
}
