import { useSignal } from '@preact/signals';
import type { Message, Reaction } from '@skein/protocol/rooms';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import './reactions-line.css';

interface ReactionsLineProps {
  readonly message: Message;
}

/** What people have put on a message, with how many; pressed, one puts one's own there or takes it away. */
export function ReactionsLine({ message }: ReactionsLineProps) {
  const chat = useChat();
  const reactions = chat.tags.reactionsTo(message);
  const mayReact = chat.rightsTo(message).answer;
  if (reactions.length === 0) return null;
  return (
    <ul class="reactions" aria-label={words.reactions}>
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <ReactionChip
            reaction={reaction}
            onToggle={mayReact ? () => chat.tags.toggleReaction(message, reaction.emoji) : undefined}
          />
        </li>
      ))}
    </ul>
  );
}

interface ReactionChipProps {
  readonly reaction: Reaction;
  /** Nothing where nobody reacts any more. */
  readonly onToggle: (() => void) | undefined;
}

/** Who it was is shown while it is pointed at or has the focus, and said with its name. */
function ReactionChip({ reaction: { emoji, count, own, by }, onToggle }: ReactionChipProps) {
  const isShown = useSignal(false);
  const { names } = useChat();
  const who = words.reactedBy(
    by.map(({ id, name }) => names.now(id, name)),
    count - by.length,
  );
  return (
    <>
      <button
        type="button"
        class="reaction"
        aria-label={`${words.reaction(emoji, count, own)}: ${who}`}
        aria-pressed={own}
        aria-disabled={onToggle === undefined || undefined}
        onClick={onToggle}
        onMouseEnter={() => (isShown.value = true)}
        onMouseLeave={() => (isShown.value = false)}
        onFocus={(event) => (isShown.value = event.currentTarget.matches(':focus-visible'))}
        onBlur={() => (isShown.value = false)}
      >
        <span class="reaction-emoji">{emoji}</span>
        <span>{count}</span>
      </button>
      {isShown.value && (
        <span class="reaction-who" aria-hidden="true">
          {who}
        </span>
      )}
    </>
  );
}
