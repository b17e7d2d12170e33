import assert from 'node:assert/strict';
import { shown } from '@skein/protocol/message-changes';
import type { RoomEvent } from '@skein/protocol/rooms';
import { LOBBY_ID } from '../lobby.ts';
import type { ReadStore } from '../store.ts';
import type { PlainState } from './plain-model.ts';

/**
 * A client that looks from time to time, by the protocol's rules S1 to S5. Whatever it missed, it must end with a copy
 * of each of its rooms without gaps, from where it came in, and show of each message what everybody else does (E5).
 */
export class Follower {
  readonly #account: string;
  readonly #rooms = new Map<string, { first: number; events: RoomEvent[] }>();
  #seq = 0;

  constructor(account: string) {
    this.#account = account;
  }

  async follow(reads: ReadStore, limit: number): Promise<void> {
    await this.#followAccount(reads, limit);
    for (const room of this.#rooms.keys()) await this.#followRoom(reads, room, limit);
  }

  assertSameAs(state: PlainState): void {
    // Nobody enters the Lobby: a client knows it from its snapshot, which this one does without.
    const mine = [...state.rooms.values()].filter(({ id, members }) => id !== LOBBY_ID && members.has(this.#account));
    assert.deepEqual([...this.#rooms.keys()].sort(), mine.map(({ id }) => id).sort());
    for (const [id, { first, events }] of this.#rooms) {
      assert.deepEqual(shown(events), shown(state.rooms.get(id)!.events.slice(first)));
    }
  }

  async #followAccount(reads: ReadStore, limit: number): Promise<void> {
    for (;;) {
      const page = await reads.accountPage({ account: this.#account, after: this.#seq, limit });
      assert.ok(page.kind === 'page');
      for (const event of page.events) {
        assert.equal(event.seq, ++this.#seq);
        if (event.t === 'exited') this.#rooms.delete(event.room);
        if (event.t === 'entered' && !this.#rooms.has(event.room.id)) {
          this.#rooms.set(event.room.id, { first: event.room.seq, events: [] });
        }
      }
      if (this.#seq === page.seq) return;
    }
  }

  async #followRoom(reads: ReadStore, room: string, limit: number): Promise<void> {
    const copy = this.#rooms.get(room)!;
    for (;;) {
      const after = copy.first + copy.events.length;
      const page = await reads.pageForMember({ room, account: this.#account, after, limit });
      assert.ok(page.kind === 'page');
      for (const [index, event] of page.events.entries()) assert.equal(event.seq, after + index + 1);
      copy.events.push(...page.events);
      if (copy.first + copy.events.length === page.seq) return;
    }
  }
}
