import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';

/** Its place is always there, so that nothing moves when somebody begins to type. */
export function TypingLine() {
  const { typing } = useChat();
  const names = typing.names.value;
  return (
    <p class="typing-line">
      {names.length > 0 && (
        <>
          <span class="typing-thread" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <bdi class="ellipsis">{words.typing(names)}</bdi>
        </>
      )}
    </p>
  );
}
