import assert from 'node:assert/strict';
import type { Patch, SourcePatches } from '@skein/shared-memory/testing/source-patches';

// The product with one mistake in it, each of which the simulation has to find. The mistake is made in the text that a
// thread loads: nothing in the product knows of it. A patch that no longer fits its source, or fits it twice, fails.

export interface PlantedBug {
  readonly name: string;
  readonly sources: readonly (readonly [path: string, ...patches: Patch[]])[];
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'ack before commit',
    sources: [
      [
        'apps/server/src/ledger/ledger.ts',
        ['return { changes, replies };', 'this.early?.(replies); return { changes, replies };'],
      ],
      [
        'apps/server/src/ledger/ledger-loop.ts',
        [
          'for (const committed of await ledger.commit(batch)) bus.publish(committed);',
          `const answered = new Set();
          const nothing = { roomEvents: [], accountEvents: [], endedSessions: [] };
          ledger.early = (replies) => {
            for (const { origin } of replies) answered.add(origin);
            bus.publish({ changes: nothing, replies });
          };
          for (const { changes, replies } of await ledger.commit(batch)) {
            bus.publish({ changes, replies: replies.filter(({ origin }) => !answered.has(origin)) });
          }`,
        ],
      ],
    ],
  },
  {
    name: 'publish before commit',
    sources: [
      [
        'apps/server/src/ledger/ledger.ts',
        ['return { changes, replies };', 'this.early?.(changes); return { changes, replies };'],
      ],
      [
        'apps/server/src/ledger/ledger-loop.ts',
        [
          'for (const committed of await ledger.commit(batch)) bus.publish(committed);',
          `const nothing = { roomEvents: [], accountEvents: [], endedSessions: [] };
          ledger.early = (changes) => bus.publish({ changes, replies: [] });
          for (const { replies } of await ledger.commit(batch)) bus.publish({ changes: nothing, replies });`,
        ],
      ],
    ],
  },
  {
    name: 'cursor read before subscribe',
    sources: [
      [
        'apps/server/src/hub/streams.ts',
        [
          `    await this.#bus.addInterest(stream.kind, stream.id);
    stream.cursor = await this.#lastSeq(stream);`,
          `    stream.cursor = await this.#lastSeq(stream);
    await this.#bus.addInterest(stream.kind, stream.id);`,
        ],
      ],
    ],
  },
  {
    name: 'lost dedupe on restart',
    sources: [
      [
        'apps/server/src/storage/memory/memory-transaction.ts',
        ['  const rooms = new RoomReads(rows);', '  const rooms = new RoomReads(rows);\n  const known = new Set();'],
        [
          'const earlier = earlierOf(rows.posts.get(keyOf(author, clientId)), post);',
          `const key = keyOf(author, clientId);
      const earlier = known.has(key) ? earlierOf(rows.posts.get(key), post) : undefined;
      known.add(key);`,
        ],
      ],
    ],
  },
  {
    name: 'seq reuse after a crash',
    sources: [
      [
        'apps/server/src/storage/memory/memory-ledger-store.ts',
        [
          'this.#disk.commit();',
          `const { rooms, ...others } = this.#disk.tables;
      for (const table of Object.values(others)) table.commit();
      await this.#write();
      rooms.commit();`,
        ],
      ],
    ],
  },
  {
    name: 'double outbox',
    sources: [
      [
        'packages/client/src/outbox-entries.ts',
        [
          'const news = stored.filter((entry) => this.#isNews(entry, before));',
          `const others = stored.filter((entry) => this.#isNews(entry, before));
    const news = others.map((entry) => ({ ...entry, id: entry.id.slice(0, -1) + (entry.id.endsWith('0') ? '1' : '0') }));`,
        ],
      ],
    ],
  },
  {
    name: 'dropped edit on resume',
    sources: [
      [
        'apps/server/src/hub/catch-up.ts',
        [
          '    sendWhatFits(subscription, page.events);\n    this.#meetIfThere',
          `    const kept = page.events.filter(({ t }) => t !== 'edited');
    sendWhatFits(subscription, kept);
    if (kept.length < page.events.length) subscription.advance(page.events.at(-1).seq);
    this.#meetIfThere`,
        ],
      ],
    ],
  },
  {
    name: 'lapped reader unnoticed',
    sources: [
      ['apps/server/src/bus/shared-memory/hub-bus.ts', ["if (result.state === 'lapped') this.#lapped(listener);", '']],
    ],
  },
  {
    name: 'unread counted twice',
    sources: [
      [
        'packages/client/src/room-book.ts',
        ['if (!room || event.seq <= room.seq) return;', 'if (!room) return;'],
        ["if (event.t === 'message') next.n = event.n;", "if (event.t === 'message') next.n = room.n + 1;"],
      ],
    ],
  },
  {
    name: 'stale worker keeps delivering after a kick',
    sources: [
      [
        'apps/server/src/hub/hub.ts',
        ["if (event.t === 'left') this.#removeFromRoom(id, event.by!);", ''],
        ["if (event.t === 'exited') this.#unsubscribe(client, room as string);", ''],
      ],
    ],
  },
];

export function bugNamed(name: string): readonly SourcePatches[] {
  const bug = plantedBugs.find((each) => each.name === name);
  assert.ok(bug, `there is no planted bug called ${name}`);
  return bug.sources.map(([path, ...patches]) => ({
    name,
    file: new URL(`../../../../${path}`, import.meta.url),
    patches,
  }));
}
