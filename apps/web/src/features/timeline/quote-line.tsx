import type { Quote } from '@skein/protocol/rooms';
import { Icon } from '../../design/icon.tsx';
import { useChat } from '../../page.ts';
import { words } from '../../words/words.ts';
import { usePlainWords } from '../message-text/use-plain-words.ts';
import './quote-line.css';

/** As much of a quote as there is while the reply is on its way. */
export type Quoted = Pick<Quote, 'seq' | 'by' | 'name' | 'excerpt' | 'deleted'>;

interface QuoteLineProps {
  readonly quote: Quoted;
  /** Goes to the message. */
  readonly onFollow: (seq: number) => void;
}

/** What a reply answers, on one line above it. */
export function QuoteLine({ quote, onFollow }: QuoteLineProps) {
  const chat = useChat();
  const wordsOf = usePlainWords();
  const { seq, by, deleted } = quote;
  const name = chat.names.now(by, quote.name);
  const excerpt = deleted ? words.answersDeleted : by === '' ? words.answersGone : wordsOf(quote.excerpt);
  return (
    <button
      type="button"
      class={`quote-line hue-${chat.colours.of(chat.timeline.peek()?.room ?? '', by)}`}
      aria-label={words.answers(name, excerpt)}
      onClick={() => onFollow(seq)}
    >
      <Icon name="reply" />
      {name !== '' && <bdi class="quote-line-name">{name}</bdi>}
      <bdi class="ellipsis" data-gone={deleted === true || by === ''}>
        {excerpt}
      </bdi>
    </button>
  );
}
