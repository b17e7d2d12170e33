import assert from 'node:assert/strict';
import { patchSources, type Patch } from '../source-patches.ts';

// The real sources with one mistake each, which the stepping has to find. The mistake is made in the text that a thread
// loads. A patch that no longer fits its source, or fits it twice, fails.

export interface PlantedBug {
  readonly name: string;
  readonly scenario: string;
  /** In src. */
  readonly file: string;
  readonly patches: readonly Patch[];
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a dead owner is never noticed',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [['let word = Atomics.load(this.#words, 0);\n    while', 'return;\n    let word = 0;\n    while']],
  },
  {
    name: 'a takeover that notifies only when it finds the lock held',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [
      [
        '      word = found;\n    }\n    Atomics.notify',
        '      word = found;\n    }\n    if ((word & OWNER) === threadId) Atomics.notify',
      ],
    ],
  },
  {
    name: 'a death is announced to waiters and not marked in the word',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [['while (word !== LOST && (word & OWNER) === threadId', 'while (false && (word & OWNER) === threadId']],
  },
  {
    name: 'a dead owner’s lock is freed instead of taken over',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [
      [
        'Atomics.compareExchange(this.#words, 0, word, word | ORPHANED)',
        'Atomics.compareExchange(this.#words, 0, word, FREE)',
      ],
    ],
  },
  {
    name: 'a takeover without repair',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [['this.#repair(this.#guard.deadOwner);', '']],
  },
  {
    name: 'a release that trusts its look at the word',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [
      [
        'const word = Atomics.exchange(this.#words, 0, FREE);',
        'const word = held;\n    Atomics.store(this.#words, 0, FREE);',
      ],
    ],
  },
  {
    name: 'a release that wakes one',
    scenario: 'mutex',
    file: 'mutex.ts',
    patches: [
      [
        'if ((word & CONTENDED) !== 0) Atomics.notify(this.#words, 0);',
        'if ((word & CONTENDED) !== 0) Atomics.notify(this.#words, 0, 1);',
      ],
    ],
  },
  {
    name: 'a dead holder’s permit is never freed',
    scenario: 'semaphore',
    file: 'semaphore.ts',
    patches: [['Atomics.compareExchange(this.#holders, slot, threadId, FREE);', '']],
  },
  {
    name: 'a release of a permit that only notifies',
    scenario: 'semaphore',
    file: 'semaphore.ts',
    patches: [['Atomics.add(this.#releases, 0, 1);', '']],
  },
  {
    name: 'a permit is announced before it is free',
    scenario: 'semaphore',
    file: 'semaphore.ts',
    patches: [
      [
        'const found = Atomics.compareExchange(this.#holders, slot, this.#threadId, FREE);',
        'this.#announceRelease();\n    const found = Atomics.compareExchange(this.#holders, slot, this.#threadId, FREE);',
      ],
      ["assert(found === this.#threadId, 'the permit is not held by this thread');\n    this.#announceRelease();", ''],
    ],
  },
  {
    name: 'a condition without its sequence number',
    scenario: 'condition',
    file: 'condition.ts',
    patches: [['Atomics.add(this.#sequence, 0, 1);', '']],
  },
  {
    name: 'a wait that reads the sequence after it released',
    scenario: 'condition',
    file: 'condition.ts',
    patches: [
      [
        '    const sequence = Atomics.load(this.#sequence, 0);\n    guard.mutex.release();\n    const outcome = Atomics.wait(',
        '    guard.mutex.release();\n    const sequence = Atomics.load(this.#sequence, 0);\n    const outcome = Atomics.wait(',
      ],
    ],
  },
  {
    name: 'a sleeper that looks before it lies down',
    scenario: 'doorbell',
    file: 'doorbell.ts',
    patches: [
      ['    // ASLEEP may still', '    const isReady = ready();\n    // ASLEEP may still'],
      ['if (!ready()) return undefined;', 'if (!isReady) return undefined;'],
    ],
  },
  {
    name: 'a supervisor that only rings',
    scenario: 'doorbell',
    file: 'doorbell.ts',
    patches: [
      [
        '    Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE);\n    Atomics.notify(this.#state, 0);\n',
        '    this.ring();\n',
      ],
    ],
  },
  {
    name: 'getting up with a store, over a stop',
    scenario: 'doorbell',
    file: 'doorbell.ts',
    patches: [
      [
        "if (Atomics.compareExchange(this.#state, 0, ASLEEP, AWAKE) === STOPPED) return 'stopped';",
        'Atomics.store(this.#state, 0, AWAKE);',
      ],
    ],
  },
  {
    name: 'a ring that publishes before the bytes are written',
    scenario: 'ring',
    file: 'ring.ts',
    patches: [
      [
        '    this.#records.write(this.#head, RING_HEADER_BYTES, payload);\n    this.#publish(kind, payload.byteLength, units);',
        '    const start = this.#head;\n    this.#publish(kind, payload.byteLength, units);\n    this.#records.write(start, RING_HEADER_BYTES, payload);',
      ],
    ],
  },
  {
    name: 'a reader that gives room back before it has read',
    scenario: 'ring',
    file: 'ring.ts',
    patches: [
      ['    let position = this.#tail;', '    let position = this.#tail;\n    Atomics.store(this.#tailWord, 0, head);'],
    ],
  },
  {
    name: 'a writer that forgets the length of its own record',
    scenario: 'ring',
    file: 'ring.ts',
    patches: [
      [
        '    return unitsBetween(this.#tail, this.#head) + units <= this.#records.capacityUnits;',
        '    return unitsBetween(this.#tail, this.#head) < this.#records.capacityUnits;',
      ],
    ],
  },
  {
    name: 'a log that publishes before the bytes are written',
    scenario: 'broadcast-log',
    file: 'broadcast-log.ts',
    patches: [
      [
        '    this.#records.write(this.#end, LOG_HEADER_BYTES, payload);\n    this.#finish(payload.byteLength);',
        '    const start = this.#end;\n    this.#finish(payload.byteLength);\n    this.publish();\n    this.#records.write(start, LOG_HEADER_BYTES, payload);',
      ],
    ],
  },
  {
    name: 'a writer that reserves after it has written',
    scenario: 'broadcast-log',
    file: 'broadcast-log.ts',
    patches: [
      ['    this.#reserve((this.#end + units) | 0);\n', ''],
      [
        '    this.#end = (this.#end + LOG_HEADER_UNITS + unitsFor(byteLength)) | 0;',
        '    this.#end = (this.#end + LOG_HEADER_UNITS + unitsFor(byteLength)) | 0;\n    this.#reserve(this.#end);',
      ],
    ],
  },
  {
    name: 'a reader that is lapped without noticing',
    scenario: 'broadcast-log',
    file: 'broadcast-log.ts',
    patches: [['return unitsBetween(this.#cursor, reserved) > this.#records.capacityUnits;', 'return false;']],
  },
  {
    name: 'an entry that is live while it is written',
    scenario: 'sharded-table',
    file: 'table-shard.ts',
    patches: [['this.#setState(slot, WRITING);', 'this.#setState(slot, LIVE);']],
  },
  {
    name: 'a half of the table that is named active before it is full',
    scenario: 'sharded-table',
    file: 'table-shard.ts',
    patches: [
      ['    Atomics.store(this.#counters, COUNTERS.activeHalf, to);\n', ''],
      ['    let live = 0;\n', '    let live = 0;\n    Atomics.store(this.#counters, COUNTERS.activeHalf, to);\n'],
    ],
  },
];

/** Makes the mistake in what this thread loads from now on. Throws where a patch does not fit. */
export function plant(name: string): void {
  const bug = plantedBugs.find((each) => each.name === name);
  assert.ok(bug, `there is no planted bug called ${name}`);
  patchSources([{ name, file: new URL(`../../${bug.file}`, import.meta.url), patches: bug.patches }]);
}
