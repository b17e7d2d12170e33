import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Wordmark } from '../../design/mark.tsx';
import { Threads } from '../../design/threads.tsx';
import { words } from '../../words/words.ts';
import './entrance.css';

interface CardProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly children: ComponentChildren;
}

/** The one calm card of everything that is not the chat itself. */
export function Card({ title, text, children }: CardProps) {
  useEffect(() => void (document.title = `${title} · ${words.product}`), [title]);
  return (
    <div class="entrance">
      <Threads />
      <main class="entrance-card">
        <p class="entrance-mark">
          <Wordmark />
        </p>
        <h1>{title}</h1>
        {text !== undefined && <p class="entrance-text">{text}</p>}
        {children}
      </main>
      <p class="entrance-motto" role="contentinfo">
        {words.motto}
      </p>
    </div>
  );
}
