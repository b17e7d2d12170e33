import { constant, type Patch, type SourcePatches } from '@skein/shared-memory/testing/source-patches';

// Sizes at which a run of some hundred steps comes to every bound: the broadcast log laps its readers, sockets fill, pages
// end, cursors grow too old. Only numbers are other than in the product.

function sizes(path: string, ...patches: readonly Patch[]): SourcePatches {
  return { name: 'tight sizes', file: new URL(`../../../../${path}`, import.meta.url), patches };
}

/** Another value for a field of an object, such as `shards: 64`. */
function field(name: string, value: number): Patch {
  return [new RegExp(`\\b${name}: [0-9_]+\\b`), `${name}: ${value}`];
}

export const tightSizes: readonly SourcePatches[] = [
  sizes(
    'apps/server/src/workers/memory.ts',
    constant('RING_BYTES', 8 * 1024),
    constant('BROADCAST_LOG_BYTES', 2 * 1024),
    constant('EPHEMERAL_LOG_BYTES', 4 * 1024),
  ),
  // An account has far fewer events than a room: so that somebody comes back to a snapshot with cursors of rooms.
  sizes('apps/server/src/storage/memory/memory-read-store.ts', [
    'if (!isWithinResume(after, seq)) return',
    'if (!isWithinResume(after, seq) || seq - after > 2) return',
  ]),
  // A day is over while people watch.
  sizes('apps/server/src/ledger/retention.ts', constant('DAY_MS', 1_500), constant('SLACK_MS', 300)),
  sizes('apps/server/src/storage/memory/memory-retention.ts', constant('EVENTS_PER_STEP', 4)),
  sizes('apps/server/src/bus/shared-memory/interest.ts', field('shards', 2), field('entriesPerShard', 16)),
  sizes('apps/server/src/bus/shared-memory/hub-bus.ts', constant('RECORDS_PER_TURN', 8)),
  sizes('apps/server/src/bus/shared-memory/ledger-bus.ts', constant('COMMANDS_PER_RING', 4)),
  sizes(
    'apps/server/src/limits/limits-layout.ts',
    ['shards: 64, entriesPerShard: 1_024', 'shards: 1, entriesPerShard: 16'],
    ['shards: 16, entriesPerShard: 512', 'shards: 1, entriesPerShard: 16'],
  ),
  sizes('apps/server/src/hub/flush-pacing.ts', constant('LOAD_PER_MS', 0.02)),
  sizes('apps/server/src/hub/catch-up.ts', constant('PAGE_ROWS', 4)),
  sizes('apps/server/src/hub/streams.ts', constant('GAP_PAGE_ROWS', 5)),
  sizes(
    'apps/server/src/sockets/outbound.ts',
    constant('OUTBOUND_LIMIT_BYTES', 12 * 1024),
    constant('OUTBOUND_RESERVE_BYTES', 4 * 1024),
    constant('OUTBOUND_LOW_WATER_BYTES', 2 * 1024),
    constant('OUTBOUND_SLICE_BYTES', 1024),
  ),
  sizes('apps/server/src/sockets/posting-order.ts', constant('UNANSWERED_AT_MOST', 16)),
  sizes('packages/client/src/pace.ts', constant('WIDEST_WINDOW', 4)),
  sizes(
    'packages/protocol/src/limits.ts',
    field('resumeEvents', 25),
    field('editsPerMessage', 3),
    field('excerptLength', 12),
  ),
];
