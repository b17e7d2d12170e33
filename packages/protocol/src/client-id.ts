const SORTED_ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/**
 * Makes a client id of 16 characters.
 * @param nowMs milliseconds since 1970 by the client's clock; used only to make ids sort, never for order in a room
 * @param random six bytes; `crypto.getRandomValues` has them also where a page is not served over HTTPS
 */
export function makeClientId(nowMs: number, random: Uint8Array): string {
  const bytes = new Uint8Array(12);
  let time = Math.trunc(nowMs);
  for (let index = 5; index >= 0; index--) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 6), 6);
  let id = '';
  for (let index = 0; index < 12; index += 3) {
    const word = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!;
    id += SORTED_ALPHABET[word >>> 18]! + SORTED_ALPHABET[(word >>> 12) & 63]! + SORTED_ALPHABET[(word >>> 6) & 63]!;
    id += SORTED_ALPHABET[word & 63]!;
  }
  return id;
}

/** The time in an id that `makeClientId` made, in milliseconds. */
export function readClientIdMs(id: string): number {
  let time = 0;
  for (const character of id.slice(0, 8)) time = time * 64 + SORTED_ALPHABET.indexOf(character);
  return time;
}
