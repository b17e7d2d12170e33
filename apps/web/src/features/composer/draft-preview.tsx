import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isFormatted } from '../../models/markup/markup.ts';
import { usePage } from '../../page.ts';
import { words } from '../../words/words.ts';
import { Blocks } from '../message-text/message-text.tsx';

/** A pause in typing: no key waits for a preview. */
const PAUSE_MS = 120;

interface DraftPreviewProps {
  readonly draft: ReadonlySignal<string>;
  readonly asSent: (text: string) => string;
}

/** How the message will look, as soon as that is otherwise than it was typed. */
export function DraftPreview({ draft, asSent }: DraftPreviewProps) {
  const { markup } = usePage();
  const text = useSignal(draft.peek());
  const now = draft.value;
  useEffect(() => {
    if (now === '') text.value = '';
    const timer = setTimeout(() => (text.value = now), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const blocks = now === '' ? undefined : markup.read(asSent(text.value));
  if (blocks === undefined || blocks === 'unknown' || !isFormatted(blocks)) return null;
  return (
    <section class="draft-preview message-body" aria-label={words.preview} dir="auto">
      <Blocks blocks={blocks} />
    </section>
  );
}
