import assert from 'node:assert/strict';
import type { Key } from './hash64.ts';
import type { SharedWords } from './layout.ts';
import { LockLostError, Mutex } from './mutex.ts';
import { COUNTERS, SLOT, type ShardMemory, type TableDefinition } from './sharded-table-layout.ts';
import type { Entry, EntryCursor, EntryFields } from './table-entry.ts';

// One shard: an open-addressing hash table with linear probing, under a mutex whose owner may die at any step.
//
//   state of a slot          what happens                                   after a death
//   EMPTY → WRITING → LIVE   key and zeros are written before WRITING,      WRITING: the key is whole, the fields may
//                            the visitor writes fields before LIVE          be half written; `mend` says keep or drop
//   LIVE → WRITING → LIVE    a visit of an entry that exists                the same
//   LIVE → TOMBSTONE         a removal; probing goes on past it             nothing to do
//
// Tombstones are reclaimed by copying what lives into the shard's other half and naming that half active last: a death
// in between leaves the active half as it was. A takeover does the same, because it also counts anew and settles what
// was being written. Some slot is always EMPTY: entries fill at most three quarters, tombstones less than an eighth.

const EMPTY = 0;
const WRITING = 1;
const LIVE = 2;
const TOMBSTONE = 3;

const NOWHERE = -1;

export type Verdict = 'keep' | 'drop';

export interface TableThread<Fields extends EntryFields> {
  /** This thread's id: 1 to 65,535, never used again. */
  readonly threadId: number;
  /**
   * Decides about an entry that somebody was writing when they died or threw: puts its fields right, or drops it. Runs
   * again from the start if its thread dies too. If it throws, the shard is lost.
   */
  readonly mend: (entry: Entry<Fields>, key: Key) => Verdict;
}

/** A shard that this thread has locked. Disposing of it unlocks. Await nothing while it is held. */
export class LockedShard<Fields extends EntryFields> implements Disposable {
  readonly #shard: TableShard<Fields>;

  constructor(shard: TableShard<Fields>) {
    this.#shard = shard;
  }

  /** Visits the entry, which may be changed. Returns false if there is none. */
  find(key: Key, visit: (entry: Entry<Fields>) => void): boolean {
    const slot = this.#shard.slotOf(key);
    if (slot === NOWHERE) return false;
    this.#shard.visit(slot, visit);
    return true;
  }

  /** Visits the entry, a new one of zeros if there was none. Full: nothing was visited, the shard has overflowed. */
  findOrCreate(key: Key, visit: (entry: Entry<Fields>) => void): 'found' | 'created' | 'full' {
    if (this.find(key, visit)) return 'found';
    return this.#shard.insert(key, visit) ? 'created' : 'full';
  }

  /** Returns false if there was none. */
  remove(key: Key): boolean {
    const slot = this.#shard.slotOf(key);
    if (slot === NOWHERE) return false;
    this.#shard.remove(slot);
    this.#shard.reclaim();
    return true;
  }

  /** Visits every entry of the shard; one for which the visit says 'drop' is removed. */
  forEach(visit: (entry: Entry<Fields>, key: Key) => Verdict): void {
    this.#shard.forEach(visit);
  }

  /** Entries in this shard. */
  get count(): number {
    return this.#shard.count;
  }

  get overflowed(): boolean {
    return this.#shard.overflowed;
  }

  [Symbol.dispose](): void {
    this.#shard.mutex.release();
  }
}

/** One thread's handle of one shard. All but `overflowed` needs the mutex. */
export class TableShard<Fields extends EntryFields> {
  readonly mutex: Mutex;
  readonly locked: LockedShard<Fields>;
  readonly #counters: SharedWords;
  readonly #words: SharedWords;
  readonly #entry: EntryCursor & Entry<Fields>;
  readonly #mend: TableThread<Fields>['mend'];
  readonly #entriesPerShard: number;
  readonly #slots: number;
  readonly #slotWords: number;
  #isVisiting = false;

  constructor(definition: TableDefinition<Fields>, memory: ShardMemory, thread: TableThread<Fields>) {
    this.mutex = new Mutex(memory.mutex, { threadId: thread.threadId, repair: () => this.#rebuild() });
    this.locked = new LockedShard(this);
    this.#counters = memory.counters;
    this.#words = memory.slots;
    this.#entry = definition.shape.cursorOver(memory.slots);
    this.#mend = thread.mend;
    this.#entriesPerShard = definition.entriesPerShard;
    this.#slots = definition.slots;
    this.#slotWords = SLOT.fields + definition.shape.wordCount;
  }

  get count(): number {
    return this.#counters[COUNTERS.live]!;
  }

  get overflowed(): boolean {
    return Atomics.load(this.#counters, COUNTERS.overflowed) !== 0;
  }

  /** Where the key's slot begins in words, or NOWHERE. */
  slotOf(key: Key): number {
    this.#assertUsable();
    assert(key[0] !== 0 || key[1] !== 0, 'the key (0, 0) is not allowed');
    for (let index = key[1]; ; index++) {
      const slot = this.#slotAt(this.#activeHalf, index);
      const state = this.#words[slot + SLOT.state];
      if (state === EMPTY) return NOWHERE;
      if (state === LIVE && this.#hasKey(slot, key)) return slot;
    }
  }

  visit(slot: number, visit: (entry: Entry<Fields>) => void): void {
    this.#setState(slot, WRITING);
    this.#entry.start = slot + SLOT.fields;
    this.#isVisiting = true;
    try {
      visit(this.#entry);
    } catch (error) {
      this.#settle(slot);
      throw error;
    } finally {
      this.#isVisiting = false;
    }
    this.#setState(slot, LIVE);
  }

  /** Inserts a key that is not there. Returns false if the shard is full. */
  insert(key: Key, visit: (entry: Entry<Fields>) => void): boolean {
    if (this.count >= this.#entriesPerShard) {
      Atomics.store(this.#counters, COUNTERS.overflowed, 1);
      return false;
    }
    const slot = this.#vacantSlot(this.#activeHalf, key[1]);
    if (this.#words[slot + SLOT.state] === TOMBSTONE) this.#counters[COUNTERS.tombstones]!--;
    this.#counters[COUNTERS.live]!++;
    this.#words.fill(0, slot + SLOT.fields, slot + this.#slotWords);
    this.#words[slot + SLOT.keyLow] = key[0];
    this.#words[slot + SLOT.keyHigh] = key[1];
    this.visit(slot, visit);
    return true;
  }

  remove(slot: number): void {
    this.#setState(slot, TOMBSTONE);
    this.#counters[COUNTERS.live]!--;
    this.#counters[COUNTERS.tombstones]!++;
  }

  reclaim(): void {
    if (this.#counters[COUNTERS.tombstones]! >= this.#slots / 8) this.#rebuild();
  }

  forEach(visit: (entry: Entry<Fields>, key: Key) => Verdict): void {
    this.#assertUsable();
    for (let index = 0; index < this.#slots; index++) {
      const slot = this.#slotAt(this.#activeHalf, index);
      if (this.#words[slot + SLOT.state] !== LIVE) continue;
      const key = this.#keyOf(slot);
      let verdict: Verdict = 'keep';
      this.visit(slot, (entry) => (verdict = visit(entry, key)));
      if ((verdict as Verdict) === 'drop') this.remove(slot);
    }
    this.reclaim();
  }

  /** Also the repair after a takeover. The active half is only read, but for entries that are mended in place. */
  #rebuild(): void {
    const from = this.#activeHalf;
    const to = 1 - from;
    this.#words.fill(0, to * this.#halfWords, (to + 1) * this.#halfWords);
    let live = 0;
    for (let index = 0; index < this.#slots; index++) {
      const slot = this.#slotAt(from, index);
      if (this.#words[slot + SLOT.state] === WRITING && !this.#isMended(slot)) continue;
      const state = this.#words[slot + SLOT.state];
      if (state !== LIVE && state !== WRITING) continue;
      const target = this.#vacantSlot(to, this.#words[slot + SLOT.keyHigh]!);
      this.#words.copyWithin(target + 1, slot + 1, slot + this.#slotWords);
      this.#setState(target, LIVE);
      live++;
    }
    Atomics.store(this.#counters, COUNTERS.activeHalf, to);
    this.#counters[COUNTERS.live] = live;
    this.#counters[COUNTERS.tombstones] = 0;
  }

  /** After a visitor threw: the mutex will be released as usual, so the entry must not stay half written. */
  #settle(slot: number): void {
    if (this.#isMendedOrLost(slot)) return this.#setState(slot, LIVE);
    this.remove(slot);
    this.reclaim();
  }

  /** Throws a LockLostError if the entry cannot be mended: nobody may come upon it half written. */
  #isMendedOrLost(slot: number): boolean {
    try {
      return this.#isMended(slot);
    } catch (cause) {
      this.mutex.declareLost();
      throw new LockLostError('an entry of this shard could not be mended', { cause });
    }
  }

  #isMended(slot: number): boolean {
    this.#entry.start = slot + SLOT.fields;
    return this.#mend(this.#entry, this.#keyOf(slot)) === 'keep';
  }

  #assertUsable(): void {
    assert(this.mutex.isMine, 'the shard is not locked by this thread');
    assert(!this.#isVisiting, 'a visit may not use the shard: it stands on one entry at a time');
  }

  get #activeHalf(): number {
    return Atomics.load(this.#counters, COUNTERS.activeHalf);
  }

  get #halfWords(): number {
    return this.#slots * this.#slotWords;
  }

  #slotAt(half: number, index: number): number {
    return half * this.#halfWords + (index & (this.#slots - 1)) * this.#slotWords;
  }

  #vacantSlot(half: number, keyHigh: number): number {
    for (let index = keyHigh; ; index++) {
      const slot = this.#slotAt(half, index);
      const state = this.#words[slot + SLOT.state];
      if (state === EMPTY || state === TOMBSTONE) return slot;
    }
  }

  #hasKey(slot: number, key: Key): boolean {
    return this.#words[slot + SLOT.keyLow] === key[0] && this.#words[slot + SLOT.keyHigh] === key[1];
  }

  #keyOf(slot: number): Key {
    return [this.#words[slot + SLOT.keyLow]!, this.#words[slot + SLOT.keyHigh]!];
  }

  /** An atomic store, so that nothing written before can come after it. */
  #setState(slot: number, state: number): void {
    Atomics.store(this.#words, slot + SLOT.state, state);
  }
}
