import assert from 'node:assert/strict';
import { UNIT_BYTES, unitsBetween } from '../../../circular-bytes.ts';
import { Doorbell, doorbellLayout } from '../../../doorbell.ts';
import { defineLayout, int32, nested, type ViewOf } from '../../../layout.ts';
import { RING_HEADER_BYTES, ringLayout } from '../../../ring-layout.ts';
import { RingReader, RingWriter } from '../../../ring.ts';
import { NumberedRecords } from '../numbered-records.ts';
import { defineScenario, type Self } from '../scenario.ts';

const CAPACITY = 256;
const RECORDS = 24;

const layout = defineLayout({
  ring: nested(ringLayout(CAPACITY)),
  /** Rung after each record, and after each record that was taken. */
  filled: nested(doorbellLayout),
  emptied: nested(doorbellLayout),
  start: int32(),
  seed: int32(),
});
type Memory = ViewOf<typeof layout>;

const WRITER = 1;
const READER = 2;

/** One writes, one reads, and a third takes the place of whoever dies. */
export const ringScenario = defineScenario<Memory>({
  name: 'ring',
  layout,
  setUp: (memory, random) => {
    // In half of the runs the positions go over the largest number.
    memory.start[0] = random.below(2) === 0 ? 0 : 2 ** 31 - 40;
    memory.seed[0] = random.below(1_000_000);
    memory.ring.head[0] = memory.ring.tail[0] = memory.start[0];
  },
  bodies: [writeAll, readAll, takeThePlaceOfTheDead],
  listeners: (memory) => [new Doorbell(memory.filled), new Doorbell(memory.emptied)],
  check: (memory) => {
    const units = unitsBetween(memory.start[0]!, memory.ring.tail[0]!);
    assert.equal(units, recordsOf(memory).unitsBefore(RECORDS), 'not everything was read');
  },
});

function recordsOf(memory: Memory): NumberedRecords {
  const maxBytes = CAPACITY / 4 - RING_HEADER_BYTES;
  return new NumberedRecords({
    seed: memory.seed[0]!,
    count: RECORDS,
    maxBytes,
    headerUnits: RING_HEADER_BYTES / UNIT_BYTES,
  });
}

function writeAll(memory: Memory, self: Self): void {
  const writer = new RingWriter(memory.ring);
  const records = recordsOf(memory);
  const filled = new Doorbell(memory.filled);
  const emptied = new Doorbell(memory.emptied);
  for (
    let number = records.numberAt(unitsBetween(memory.start[0]!, memory.ring.head[0]!));
    number < RECORDS;
    number++
  ) {
    const payload = records.payload(number);
    const half = payload.length >> 1;
    const parts = [payload.subarray(0, half), payload.subarray(half)];
    const isWhole = self.random.below(2) === 0;
    const tryIt = () => (isWhole ? writer.tryWrite(number, payload) : writer.tryWriteParts(number, parts));
    let isWritten = false;
    while (!isWritten) emptied.sleepBlocking({ ready: () => (isWritten = tryIt()) });
    filled.ring();
  }
}

async function readAll(memory: Memory, self: Self): Promise<void> {
  const reader = new RingReader(memory.ring);
  const records = recordsOf(memory);
  const filled = new Doorbell(memory.filled);
  const emptied = new Doorbell(memory.emptied);
  let number = records.numberAt(unitsBetween(memory.start[0]!, memory.ring.tail[0]!));
  while (number < RECORDS) {
    const count = reader.drain((kind, payload) => records.expect(number++, kind, payload), 1 + self.random.below(4));
    if (count > 0) emptied.ring();
    else if (self.random.below(2) === 0) await filled.sleep({ ready: () => !reader.isEmpty });
    else filled.sleepBlocking({ ready: () => !reader.isEmpty });
  }
}

async function takeThePlaceOfTheDead(memory: Memory, self: Self): Promise<void> {
  const dead = self.awaitDeathOf(WRITER, READER);
  if (dead === WRITER) writeAll(memory, self);
  if (dead === READER) await readAll(memory, self);
}
