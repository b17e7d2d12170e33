import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecordTooLargeError } from './circular-bytes.ts';
import { RingReader, RingWriter } from './ring.ts';
import { ringLayout } from './ring-layout.ts';
import { SeededRandom, seedForThisRun } from './testing/seeded-random.ts';
import { SequenceGenerator, SequenceVerifier } from './testing/sequence.ts';

function newRing(capacity: number, startAt = 0) {
  const layout = ringLayout(capacity);
  const memory = layout.view(new SharedArrayBuffer(layout.byteLength));
  Atomics.store(memory.head, 0, startAt);
  Atomics.store(memory.tail, 0, startAt);
  return { memory, writer: new RingWriter(memory), reader: new RingReader(memory) };
}

function drained(reader: RingReader, maxRecords?: number): string[] {
  const records: string[] = [];
  reader.drain((kind, payload) => records.push(`${kind} ${payload.toString()}`), maxRecords);
  return records;
}

test('records come out in order, with their kind', () => {
  const { writer, reader } = newRing(256);
  assert.ok(reader.isEmpty);
  assert.ok(writer.tryWrite(1, Buffer.from('a')));
  assert.ok(writer.tryWrite(-2, Buffer.alloc(0)));
  assert.ok(writer.tryWriteParts(3, [Buffer.from('gather'), Buffer.alloc(0), Buffer.from('ed')]));
  assert.equal(reader.lagBytes, 16 + 8 + 16);
  assert.deepEqual(drained(reader), ['1 a', '-2 ', '3 gathered']);
  assert.deepEqual(drained(reader), []);
  assert.ok(reader.isEmpty);
});

test('a full ring refuses, and takes again what was given back', () => {
  const { writer, reader } = newRing(256);
  const record = Buffer.alloc(24, 'x');
  let written = 0;
  while (writer.tryWrite(0, record)) written++;
  assert.equal(written, 8);
  assert.equal(drained(reader, 1).length, 1);
  assert.ok(writer.tryWrite(0, record));
  assert.ok(!writer.tryWriteParts(0, [record]));
  assert.equal(drained(reader).length, 8);
});

test('a record larger than a quarter of the ring is refused with an error', () => {
  const { writer } = newRing(256);
  assert.ok(writer.tryWrite(0, Buffer.alloc(56)));
  assert.throws(() => writer.tryWrite(0, Buffer.alloc(57)), RecordTooLargeError);
  assert.throws(() => writer.tryWriteParts(0, [Buffer.alloc(50), Buffer.alloc(7)]), /57 bytes where 56 is the limit/);
});

test('a capacity that is not a power of two is refused', () => {
  const layout = ringLayout(1000);
  assert.throws(() => new RingWriter(layout.view(new SharedArrayBuffer(layout.byteLength))), RangeError);
});

test('records survive the end of the ring and the wrap of the counters', () => {
  for (const startAt of [0, 5, 2 ** 31 - 40, -40]) {
    const { writer, reader } = newRing(512, startAt);
    const seed = seedForThisRun();
    const generator = new SequenceGenerator(seed, 120);
    const verifier = new SequenceVerifier();
    const random = new SeededRandom(seed);
    let pending = generator.next();
    while (verifier.verified < 2_000) {
      const half = random.below(pending.length);
      const parts = [pending.subarray(0, half), pending.subarray(half)];
      const isWritten = random.below(2) === 0 ? writer.tryWrite(7, pending) : writer.tryWriteParts(7, parts);
      if (isWritten) pending = generator.next();
      if (!isWritten || random.below(4) === 0) reader.drain((_, payload) => verifier.accept(payload), random.below(5));
    }
  }
});

test('what a writer had not finished when it died is never seen, and the next writer goes on', () => {
  const { memory, writer, reader } = newRing(256);
  assert.ok(writer.tryWrite(1, Buffer.from('whole')));
  memory.records.fill(255, 16, 64);
  const successor = new RingWriter(memory);
  assert.ok(successor.tryWrite(2, Buffer.from('next')));
  assert.deepEqual(drained(reader), ['1 whole', '2 next']);
});

test('what a reader had not finished when it died comes again', () => {
  const { memory, writer, reader } = newRing(256);
  writer.tryWrite(1, Buffer.from('a'));
  writer.tryWrite(2, Buffer.from('b'));
  assert.throws(() =>
    reader.drain((kind) => {
      if (kind === 2) throw new Error('died');
    }),
  );
  assert.deepEqual(drained(new RingReader(memory)), ['1 a', '2 b']);
});

test('head is stored after the record is whole, tail after the last visit', () => {
  const { memory, writer, reader } = newRing(256);
  const store = Atomics.store;
  const steps: string[] = [];
  Atomics.store = ((words: Int32Array, index: number, value: number) => {
    steps.push(words === memory.head ? `head ${Buffer.from(memory.records).toString('utf8', 8, 13)}` : 'tail');
    return store(words, index, value);
  }) as typeof Atomics.store;
  try {
    writer.tryWrite(1, Buffer.from('whole'));
    reader.drain(() => steps.push('visit'));
  } finally {
    Atomics.store = store;
  }
  assert.deepEqual(steps, ['head whole', 'visit', 'tail']);
});

test('a payload is a copy: later writes do not change it', () => {
  const { memory, writer, reader } = newRing(256);
  writer.tryWrite(0, Buffer.from('before'));
  let kept: Buffer | undefined;
  reader.drain((_, payload) => (kept = payload));
  memory.records.fill(0);
  assert.equal(String(kept), 'before');
  assert.ok(!(kept!.buffer instanceof SharedArrayBuffer));
});
