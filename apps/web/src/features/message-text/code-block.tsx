import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CodePiece } from '../../models/markup/highlight.ts';
import { usePage } from '../../page.ts';

/** Code, coloured once somebody has it on screen. Colours are all that comes later: nothing moves. */
export function CodeBlock({ language, text }: { readonly language: string; readonly text: string }) {
  const { highlight } = usePage();
  const ref = useRef<HTMLPreElement>(null);
  const pieces = useSignal<readonly CodePiece[] | undefined>(undefined);
  useEffect(() => {
    pieces.value = undefined;
    if (language === '') return;
    let isOver = false;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void highlight(language, text).then((coloured) => {
        if (!isOver) pieces.value = coloured;
      });
    });
    observer.observe(ref.current!);
    return () => {
      isOver = true;
      observer.disconnect();
    };
  }, [language, text]);
  return (
    <pre ref={ref} dir="ltr" translate={false} data-language={language || undefined}>
      <code>
        {pieces.value?.map(({ text, kind }, index) =>
          kind === undefined ? (
            text
          ) : (
            <span key={index} class={`code-${kind}`}>
              {text}
            </span>
          ),
        ) ?? text}
      </code>
    </pre>
  );
}
