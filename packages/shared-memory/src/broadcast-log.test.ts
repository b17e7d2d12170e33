import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broadcastLogLayout } from './broadcast-log-layout.ts';
import { BroadcastReader, BroadcastWriter } from './broadcast-log.ts';
import { RecordTooLargeError } from './circular-bytes.ts';
import { SeededRandom, seedForThisRun } from './testing/seeded-random.ts';
import { SequenceGenerator, SequenceVerifier } from './testing/sequence.ts';

const ALL = -1;
const unexpected = () => assert.fail('nothing should have been visited');

function newLog(capacity: number, startAt = 0) {
  const layout = broadcastLogLayout(capacity);
  const memory = layout.view(new SharedArrayBuffer(layout.byteLength));
  Atomics.store(memory.head, 0, startAt);
  Atomics.store(memory.reserved, 0, startAt);
  const newReader = (interest = ALL) => new BroadcastReader(memory, { interest });
  return { memory, writer: new BroadcastWriter(memory), newReader };
}

function readAll(reader: BroadcastReader): string[] {
  const records: string[] = [];
  while (reader.read((kind, payload) => records.push(`${kind} ${payload.toString()}`)).state === 'records');
  return records;
}

test('every reader sees what was published, in order, and nothing before', () => {
  const { writer, newReader } = newLog(1024);
  const [ada, lin] = [newReader(), newReader()];
  writer.append(1, ALL, Buffer.from('one'));
  writer.appendParts(2, ALL, [Buffer.from('t'), Buffer.from('wo')]);
  assert.deepEqual(ada.read(unexpected), { state: 'empty' });
  writer.publish();
  assert.equal(ada.lagBytes, 48);
  assert.deepEqual(readAll(ada), ['1 one', '2 two']);
  assert.equal(ada.lagBytes, 0);
  assert.ok(ada.isEmpty);
  assert.deepEqual(readAll(lin), ['1 one', '2 two']);
  assert.deepEqual(readAll(newReader()), [], 'a new reader begins at the head');
});

test('a reader skips what is not for it', () => {
  const { writer, newReader } = newLog(1024);
  const [first, last, both] = [newReader(1 << 0), newReader(1 << 31), newReader((1 << 0) | (1 << 31))];
  writer.append(1, 1 << 0, Buffer.from('first'));
  writer.append(2, 1 << 31, Buffer.from('last'));
  writer.append(3, 0, Buffer.from('nobody'));
  writer.publish();
  assert.deepEqual(
    first.read(() => {}),
    { state: 'records', count: 1 },
  );
  assert.deepEqual(readAll(last), ['2 last']);
  assert.deepEqual(readAll(both), ['1 first', '2 last']);
});

test('at most maxRecords are read at once, those skipped included', () => {
  const { writer, newReader } = newLog(1024);
  const reader = newReader(1);
  for (const interest of [1, 2, 1]) writer.append(0, interest, Buffer.alloc(4));
  writer.publish();
  assert.deepEqual(
    reader.read(() => {}, 2),
    { state: 'records', count: 1 },
  );
  assert.deepEqual(
    reader.read(() => {}, 2),
    { state: 'records', count: 1 },
  );
  assert.deepEqual(
    reader.read(() => {}, 2),
    { state: 'empty' },
  );
});

test('a reader that was lapped is told so, visits nothing, and goes on at the head', () => {
  const { writer, newReader } = newLog(256);
  const reader = newReader();
  for (let number = 0; number < 20; number++) {
    writer.append(number, ALL, Buffer.alloc(16));
    writer.publish();
  }
  assert.deepEqual(reader.read(unexpected), { state: 'lapped', resumeAt: 80, lostBytes: 640 });
  assert.equal(reader.cursor, 80);
  writer.append(20, ALL, Buffer.from('after'));
  writer.publish();
  assert.deepEqual(readAll(reader), ['20 after']);
});

test('a reader exactly one lap behind still reads; one more reserved record laps it', () => {
  const { writer, newReader } = newLog(256);
  const [ada, lin] = [newReader(), newReader()];
  for (let number = 0; number < 8; number++) {
    writer.append(number, ALL, Buffer.alloc(16));
    writer.publish();
  }
  assert.equal(readAll(ada).length, 8);
  writer.append(8, ALL, Buffer.alloc(16));
  assert.equal(lin.lagBytes, 256);
  assert.equal(lin.read(unexpected).state, 'lapped', 'the bytes are reserved though not published');
});

test('what is overwritten while it is copied is not visited', () => {
  const { memory, writer, newReader } = newLog(256);
  const reader = newReader();
  writer.append(1, ALL, Buffer.alloc(16, 'a'));
  writer.publish();
  // The last load of `read` is that of `reserved`: the writer laps the reader just before it.
  const load = Atomics.load;
  Atomics.load = ((words: Int32Array, index: number) => {
    if (words === memory.reserved) {
      Atomics.load = load;
      for (let number = 0; number < 9; number++) writer.append(2, ALL, Buffer.alloc(16, 'b'));
    }
    return load(words, index);
  }) as typeof Atomics.load;
  try {
    assert.equal(reader.read(unexpected).state, 'lapped');
  } finally {
    Atomics.load = load;
  }
});

test('bytes are reserved before they are overwritten, and published after they are whole', () => {
  const { memory, writer, newReader } = newLog(256);
  for (let number = 0; number < 8; number++) {
    writer.append(number, ALL, Buffer.alloc(16, 'a'));
    writer.publish();
  }
  const reader = newReader();
  const before = Buffer.from(memory.records);
  const steps = recordStores(() => {
    writer.append(8, ALL, Buffer.alloc(16, 'b'));
    writer.publish();
  }, memory);
  assert.deepEqual(steps[0], { word: memory.reserved, records: before });
  assert.deepEqual(steps.at(-1), { word: memory.head, records: Buffer.from(memory.records) });
  assert.equal(steps.length, 2);
  assert.deepEqual(readAll(reader), ['8 bbbbbbbbbbbbbbbb']);
});

function recordStores(action: () => void, memory: { records: Uint8Array }) {
  const store = Atomics.store;
  const steps: { word: unknown; records: Buffer }[] = [];
  Atomics.store = ((words: Int32Array, index: number, value: number) => {
    steps.push({ word: words, records: Buffer.from(memory.records) });
    return store(words, index, value);
  }) as typeof Atomics.store;
  try {
    action();
  } finally {
    Atomics.store = store;
  }
  return steps;
}

test('a batch larger than the log takes at once is published in several parts', () => {
  const { writer, newReader } = newLog(256);
  const reader = newReader();
  const seen: number[] = [];
  for (let number = 0; number < 50; number++) {
    writer.append(number, ALL, Buffer.alloc(16));
    reader.read((kind) => seen.push(kind));
  }
  writer.publish();
  reader.read((kind) => seen.push(kind));
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, number) => number),
  );
});

test('a record larger than a quarter of the log is refused with an error', () => {
  const { writer, newReader } = newLog(256);
  const reader = newReader();
  writer.append(1, ALL, Buffer.alloc(48));
  assert.throws(() => writer.append(2, ALL, Buffer.alloc(49)), RecordTooLargeError);
  writer.publish();
  assert.equal(readAll(reader).length, 1);
});

test('after a death the next writer forgets what was not published and goes on at the head', () => {
  const { memory, writer, newReader } = newLog(1024);
  const reader = newReader();
  writer.append(1, ALL, Buffer.from('published'));
  writer.publish();
  writer.append(2, ALL, Buffer.from('unpublished'));
  const successor = new BroadcastWriter(memory);
  successor.append(3, ALL, Buffer.from('next'));
  successor.publish();
  assert.deepEqual(readAll(reader), ['1 published', '3 next']);
});

test('a new writer does not hide from a slow reader what the dead one overwrote', () => {
  const { memory, writer, newReader } = newLog(256);
  const reader = newReader();
  for (let number = 0; number < 8; number++) {
    writer.append(number, ALL, Buffer.alloc(16));
    writer.publish();
  }
  assert.deepEqual(
    reader.read(() => {}, 1),
    { state: 'records', count: 1 },
  );
  // The dead writer had overwritten two records, the reader's next one among them; its successor reserves one so far.
  writer.append(8, ALL, Buffer.alloc(16, 255));
  writer.append(9, ALL, Buffer.alloc(16, 255));
  const successor = new BroadcastWriter(memory);
  successor.append(8, ALL, Buffer.alloc(16));
  successor.publish();
  assert.equal(reader.read(unexpected).state, 'lapped');
});

test('records survive the end of the log and the wrap of the counters', () => {
  for (const startAt of [0, 5, 2 ** 31 - 40, -40]) {
    const { writer, newReader } = newLog(1024, startAt);
    const reader = newReader();
    const seed = seedForThisRun();
    const generator = new SequenceGenerator(seed, 200);
    const random = new SeededRandom(seed);
    const verifier = new SequenceVerifier();
    let lapped = 0;
    for (let number = 0; number < 3_000; number++) {
      writer.append(0, ALL, generator.next());
      if (random.below(3) > 0) continue;
      writer.publish();
      if (random.below(4) > 0) continue;
      if (reader.read((_, payload) => verifier.acceptLater(payload), 1 + random.below(20)).state === 'lapped') lapped++;
    }
    assert.ok(verifier.verified > 0 && lapped > 0, `seed ${seed}`);
  }
});
