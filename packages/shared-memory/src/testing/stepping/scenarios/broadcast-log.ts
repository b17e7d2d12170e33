import assert from 'node:assert/strict';
import { LOG_HEADER_BYTES, broadcastLogLayout } from '../../../broadcast-log-layout.ts';
import { BroadcastReader, BroadcastWriter } from '../../../broadcast-log.ts';
import { UNIT_BYTES, unitsBetween } from '../../../circular-bytes.ts';
import { Doorbell, doorbellLayout } from '../../../doorbell.ts';
import { defineLayout, int32, nested, type ViewOf } from '../../../layout.ts';
import { NumberedRecords } from '../numbered-records.ts';
import { defineScenario, type Self } from '../scenario.ts';

const CAPACITY = 256;
const RECORDS = 30;

const layout = defineLayout({
  log: nested(broadcastLogLayout(CAPACITY)),
  doorbell: nested(doorbellLayout),
  start: int32(),
  seed: int32(),
  /** The number of the first record that the reader has not accounted for: read, or told that it was lapped. */
  accounted: int32(),
});
type Memory = ViewOf<typeof layout>;

const WRITER = 1;

/** One writes without waiting for anybody, one reads, and a third takes the place of the writer if it dies. */
export const broadcastLogScenario = defineScenario<Memory>({
  name: 'broadcast-log',
  layout,
  setUp: (memory, random) => {
    memory.start[0] = random.below(2) === 0 ? 0 : 2 ** 31 - 40;
    memory.seed[0] = random.below(1_000_000);
    memory.log.head[0] = memory.log.reserved[0] = memory.start[0];
  },
  bodies: [writeAll, readAll, takeThePlaceOfTheWriter],
  listeners: (memory) => [new Doorbell(memory.doorbell)],
  check: (memory, _, dead) => {
    // A reader that died has accounted for what it came to.
    if (!dead.includes(2)) assert.equal(memory.accounted[0], RECORDS, 'the reader did not come to the end');
  },
});

function recordsOf(memory: Memory): NumberedRecords {
  const maxBytes = CAPACITY / 4 - LOG_HEADER_BYTES;
  return new NumberedRecords({
    seed: memory.seed[0]!,
    count: RECORDS,
    maxBytes,
    headerUnits: LOG_HEADER_BYTES / UNIT_BYTES,
  });
}

function writeAll(memory: Memory, self: Self): void {
  const writer = new BroadcastWriter(memory.log);
  const records = recordsOf(memory);
  const doorbell = new Doorbell(memory.doorbell);
  for (let number = records.numberAt(unitsBetween(memory.start[0]!, memory.log.head[0]!)); number < RECORDS; number++) {
    const payload = records.payload(number);
    const half = payload.length >> 1;
    if (self.random.below(2) === 0) writer.append(number, -1, payload);
    else writer.appendParts(number, -1, [payload.subarray(0, half), payload.subarray(half)]);
    if (self.random.below(3) === 0) continue;
    writer.publish();
    doorbell.ring();
  }
  writer.publish();
  doorbell.ring();
}

async function readAll(memory: Memory, self: Self): Promise<void> {
  const reader = new BroadcastReader(memory.log, { interest: 1 });
  const records = recordsOf(memory);
  const doorbell = new Doorbell(memory.doorbell);
  const numberAt = (position: number) => records.numberAt(unitsBetween(memory.start[0]!, position));
  let number = numberAt(reader.cursor);
  while ((memory.accounted[0] = number) < RECORDS) {
    const expect = (kind: number, payload: Buffer) => records.expect(number++, kind, payload);
    const result = reader.read(expect, 1 + self.random.below(8));
    if (result.state === 'lapped') number = numberAt(result.resumeAt);
    if (result.state === 'empty') await doorbell.sleep({ ready: () => !reader.isEmpty });
  }
}

function takeThePlaceOfTheWriter(memory: Memory, self: Self): void {
  if (self.awaitDeathOf(WRITER)) writeAll(memory, self);
}
