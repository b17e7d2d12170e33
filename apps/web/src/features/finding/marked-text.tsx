import type { ComponentChildren } from 'preact';

interface MarkedTextProps {
  readonly text: string;
  /** From and up to, in UTF-16 units, in order and apart. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** A text with places in it marked. */
export function MarkedText({ text, ranges }: MarkedTextProps) {
  const pieces: ComponentChildren[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(<mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
