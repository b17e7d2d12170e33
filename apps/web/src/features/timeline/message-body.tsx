import { useSignal } from '@preact/signals';
import { useLayoutChange } from '../../design/use-layout-change.ts';
import { isFewEmoji, isLong } from '../../models/message-text.ts';
import { words } from '../../words/words.ts';
import { MessageText } from '../message-text/message-text.tsx';

interface MessageBodyProps {
  readonly body: string;
  readonly onUnfold: () => void;
}

/** A message, folded when it is long. */
export function MessageBody({ body, onUnfold }: MessageBodyProps) {
  const long = isLong(body);
  const isOpen = useSignal(false);
  useLayoutChange(isOpen.value, onUnfold);
  return (
    <>
      <div class="message-body" dir="auto" data-folded={long && !isOpen.value} data-large={isFewEmoji(body)}>
        <MessageText text={body} />
      </div>
      {long && (
        <button
          type="button"
          class="link-button"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? words.showLess : words.showAll}
        </button>
      )}
    </>
  );
}
