// HalfSipHash-2-4 with 64 bits of output: Jean-Philippe Aumasson's reference, github.com/veorq/SipHash, halfsiphash.c
// (CC0). It is keyed and works on 32-bit words, so it needs no BigInt, and whoever does not know the seed cannot aim at
// a place.

/** Secret and random per server: two int32. Every thread that shares a table must use the same. */
export type HashSeed = readonly [number, number];
/** 64 bits as two int32; never (0, 0). */
export type Key = readonly [number, number];

/** The hash of the text's UTF-8 bytes. */
export function hash64(text: string, seed: HashSeed): [number, number] {
  const [low, high] = halfSipHash(Buffer.from(text), seed);
  return low === 0 && high === 0 ? [0, 1] : [low, high];
}

export function halfSipHash(bytes: Uint8Array, seed: HashSeed): [number, number] {
  const state = new Int32Array(4);
  state[0] = seed[0];
  state[1] = seed[1] ^ 0xee;
  state[2] = 0x6c796765 ^ seed[0];
  state[3] = 0x74656462 ^ seed[1];
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) absorb(state, wordAt(bytes, at, 4));
  absorb(state, wordAt(bytes, whole, bytes.length - whole) | (bytes.length << 24));
  state[2] ^= 0xee;
  for (let round = 0; round < 4; round++) mix(state);
  const low = state[1] ^ state[3];
  state[1] ^= 0xdd;
  for (let round = 0; round < 4; round++) mix(state);
  return [low, state[1] ^ state[3]];
}

function wordAt(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let index = 0; index < count; index++) word |= bytes[at + index]! << (8 * index);
  return word;
}

function absorb(state: Int32Array, word: number): void {
  state[3]! ^= word;
  mix(state);
  mix(state);
  state[0]! ^= word;
}

function mix(state: Int32Array): void {
  let v0 = state[0]!;
  let v1 = state[1]!;
  let v2 = state[2]!;
  let v3 = state[3]!;
  v0 = (v0 + v1) | 0;
  v1 = rotate(v1, 5) ^ v0;
  v0 = rotate(v0, 16);
  v2 = (v2 + v3) | 0;
  v3 = rotate(v3, 8) ^ v2;
  v0 = (v0 + v3) | 0;
  v3 = rotate(v3, 7) ^ v0;
  v2 = (v2 + v1) | 0;
  v1 = rotate(v1, 13) ^ v2;
  v2 = rotate(v2, 16);
  state[0] = v0;
  state[1] = v1;
  state[2] = v2;
  state[3] = v3;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
