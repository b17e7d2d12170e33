import { THREAD_COLOURS, threadColour } from './thread-colour.ts';

/** How many ways there are to lay the threads of a picture. */
export const WEAVES = 6;

/** What is drawn for somebody who has no picture: two colours of thread, a weave and the beginning of the name. */
export interface DrawnPicture {
  /** The colour of the person's thread. */
  readonly warp: number;
  /** Never the same as `warp`. */
  readonly weft: number;
  readonly weave: number;
  readonly initial: string;
}

/** All but the initial follows from the id. @param warp where the person has another colour than their own */
export function drawnPicture(
  { id, name }: { readonly id: string; readonly name: string },
  warp: number = threadColour(id),
): DrawnPicture {
  const other = spread(id);
  return {
    warp,
    weft: (warp + 1 + (other % (THREAD_COLOURS - 1))) % THREAD_COLOURS,
    weave: Math.floor(other / THREAD_COLOURS) % WEAVES,
    initial: /^\P{M}\p{M}*/u.exec(name)?.[0].toLocaleUpperCase() ?? '',
  };
}

/** A number that says nothing about the one that `threadColour` is made of. */
function spread(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x45d9f3b) >>> 3;
}
