import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halfSipHash, hash64 } from './hash64.ts';

const REFERENCE_SEED = [0x03020100, 0x07060504] as const;
/** From vectors.h of the reference, vectors_hsip64: the input of n bytes is 0, 1, … n - 1. */
const VECTORS: readonly (readonly [byteLength: number, hash: string])[] = [
  [0, '218d1f59b9b83cc8'],
  [1, 'be552412f8387315'],
  [2, '064f39ef7c50eb57'],
  [3, 'ce0f1a45f7060679'],
  [4, 'd5e78a175be52ea1'],
  [7, 'ff202728b07bc684'],
  [8, 'edfee820bce4858c'],
  [13, '5a2352d75a0c3744'],
  [16, '7336aad25f7bf3b5'],
  [31, '863c7f155c34117c'],
  [63, '2ea63c71bf326087'],
];

test('the hash is that of the reference', () => {
  for (const [byteLength, expected] of VECTORS) {
    const [low, high] = halfSipHash(
      Uint8Array.from({ length: byteLength }, (_, index) => index),
      REFERENCE_SEED,
    );
    const output = Buffer.alloc(8);
    output.writeInt32LE(low, 0);
    output.writeInt32LE(high, 4);
    assert.equal(output.toString('hex'), expected, `${byteLength} bytes`);
  }
});

test('texts are hashed as UTF-8 and depend on the seed', () => {
  assert.deepEqual(hash64('Skein ä 🧶', [1, 2]), halfSipHash(Buffer.from('Skein ä 🧶'), [1, 2]));
  assert.notDeepEqual(hash64('room', [1, 2]), hash64('room', [1, 3]));
  assert.notDeepEqual(hash64('room', [1, 2]), hash64('room', [0, 2]));
});

test('similar ids spread evenly over shards', () => {
  const counts = new Array<number>(16).fill(0);
  for (let id = 0; id < 16_000; id++) counts[(hash64(`room-${id}`, [5, 6])[0] >>> 0) % 16]!++;
  assert.ok(Math.max(...counts) < 1_200 && Math.min(...counts) > 800, String(counts));
});
