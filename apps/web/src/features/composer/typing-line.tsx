import { useEffect } from 'preact/hooks';
import { useChat } from '../../page.ts';
import { troubleWords } from '../../words/refusals.ts';
import { words } from '../../words/words.ts';

const TOLD_MS = 6_000;

/**
 * Who types; or for a moment why a reaction or a pin was not taken, or that something was copied. Its place is always there,
 * so that nothing moves when somebody begins to type.
 */
export function TypingLine() {
  const { typing, tags, isCopied, clock } = useChat();
  const names = typing.names.value;
  const refusal = tags.refusal.value;
  useEffect(() => {
    if (refusal) return clock.after(TOLD_MS, () => (tags.refusal.value = undefined));
  }, [refusal]);
  useEffect(() => {
    if (isCopied.value) return clock.after(TOLD_MS, () => (isCopied.value = false));
  }, [isCopied.value]);
  if (refusal) {
    return (
      <p class="typing-line" role="alert">
        {troubleWords(refusal)}
      </p>
    );
  }
  return (
    <p class="typing-line">
      <span role="status">{isCopied.value && words.copied}</span>
      {names.length > 0 && !isCopied.value && (
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
