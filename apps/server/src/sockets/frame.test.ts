import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { test } from 'node:test';
import * as ws from 'ws';
import { textFrame } from './frame.ts';

/** `ws` exports its reader of frames; its types do not. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

test('ws reads every frame as the text it was made from, whatever its length', async () => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 100_000]) {
    const text = 'x'.repeat(length);
    assert.equal(await received(textFrame(text)), text);
  }
});

test('a length counts bytes, not characters', async () => {
  const text = '🧶'.repeat(40);
  assert.equal(await received(textFrame(text)), text);
});

async function received(frame: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  const message = once(receiver, 'message');
  receiver.write(frame);
  const [data] = (await message) as [Buffer];
  return data.toString();
}
