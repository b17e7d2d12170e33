import { linkify } from '../../models/linkify.ts';

/** Text as it was typed, and nothing else; links lead somewhere. */
export function LinkedText({ text }: { readonly text: string }) {
  return (
    <>
      {linkify(text).map((piece) =>
        piece.href === undefined ? (
          piece.text
        ) : (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}
