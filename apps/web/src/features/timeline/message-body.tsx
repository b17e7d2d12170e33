import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { linkify } from '../../models/linkify.ts';
import { isFewEmoji, isLong } from '../../models/message-text.ts';
import { words } from '../../words/words.ts';

interface MessageBodyProps {
  readonly body: string;
  readonly onResize: () => void;
}

/** What was typed, as text and nothing else; links lead somewhere. */
export function MessageBody({ body, onResize }: MessageBodyProps) {
  const long = isLong(body);
  const isOpen = useSignal(false);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (wasOpen.current !== isOpen.value) onResize();
    wasOpen.current = isOpen.value;
  }, [isOpen.value]);
  return (
    <>
      <div class="message-body" dir="auto" data-folded={long && !isOpen.value} data-large={isFewEmoji(body)}>
        {linkify(body).map(({ text, href }) =>
          href === undefined ? (
            text
          ) : (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {text}
            </a>
          ),
        )}
      </div>
      {long && (
        <button type="button" class="link-button" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
          {isOpen.value ? words.showLess : words.showAll}
        </button>
      )}
    </>
  );
}
