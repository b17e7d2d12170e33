const MANY_CHARACTERS = 1_800;
const MANY_LINES = 24;
const MOST_LARGE_EMOJI = 6;

/** Emoji in every form the standard recommends, and the spaces between them. */
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}|\s)+$/v;

const encoder = new TextEncoder();

/** UTF-8 bytes, which is how the server measures a message. */
export function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}

/** Whether a message is shown folded until somebody asks for all of it. */
export function isLong(body: string): boolean {
  return body.length > MANY_CHARACTERS || body.split('\n', MANY_LINES + 1).length > MANY_LINES;
}

/** Whether a message is a few emoji and nothing else: those are shown larger. */
export function isFewEmoji(body: string): boolean {
  if (body.length > 100 || !ONLY_EMOJI.test(body)) return false;
  const graphemes = [...new Intl.Segmenter().segment(body.replaceAll(/\s/g, ''))].length;
  return graphemes > 0 && graphemes <= MOST_LARGE_EMOJI;
}
