import type { Patch, SourcePatches } from '@skein/shared-memory/testing/source-patches';

// Sizes at which a run of some hundred steps comes to every bound: the broadcast log laps its readers, sockets fill, pages
// end, cursors grow too old. Only numbers are other than in the product.

function sizes(path: string, ...patches: readonly Patch[]): SourcePatches {
  return { name: 'tight sizes', file: new URL(`../../../../${path}`, import.meta.url), patches };
}

export const tightSizes: readonly SourcePatches[] = [
  sizes(
    'apps/server/src/workers/memory.ts',
    ['RING_BYTES = 1024 * 1024;', 'RING_BYTES = 8 * 1024;'],
    ['BROADCAST_LOG_BYTES = 16 * 1024 * 1024;', 'BROADCAST_LOG_BYTES = 4 * 1024;'],
    ['EPHEMERAL_LOG_BYTES = 1024 * 1024;', 'EPHEMERAL_LOG_BYTES = 4 * 1024;'],
  ),
  // An account has far fewer events than a room: so that somebody comes back to a snapshot with cursors of rooms.
  sizes('apps/server/src/storage/memory/memory-read-store.ts', [
    'if (!isWithinResume(after, seq)) return',
    'if (!isWithinResume(after, seq) || seq - after > 2) return',
  ]),
  sizes('apps/server/src/bus/shared-memory/interest.ts', [
    'shards: 64, entriesPerShard: 2_048',
    'shards: 2, entriesPerShard: 16',
  ]),
  sizes('apps/server/src/bus/shared-memory/hub-bus.ts', ['RECORDS_PER_TURN = 1_024;', 'RECORDS_PER_TURN = 8;']),
  sizes('apps/server/src/bus/shared-memory/ledger-bus.ts', ['COMMANDS_PER_RING = 512;', 'COMMANDS_PER_RING = 4;']),
  sizes(
    'apps/server/src/limits/limits-layout.ts',
    ['shards: 64, entriesPerShard: 1_024', 'shards: 1, entriesPerShard: 16'],
    ['shards: 16, entriesPerShard: 512', 'shards: 1, entriesPerShard: 16'],
  ),
  sizes('apps/server/src/ledger/gathering.ts', ['LOAD_COMMANDS = 8;', 'LOAD_COMMANDS = 1;']),
  sizes('apps/server/src/hub/catch-up.ts', ['PAGE_ROWS = 50;', 'PAGE_ROWS = 4;']),
  sizes('apps/server/src/hub/streams.ts', ['GAP_PAGE_ROWS = 200;', 'GAP_PAGE_ROWS = 5;']),
  sizes(
    'apps/server/src/sockets/outbound.ts',
    ['OUTBOUND_LIMIT_BYTES = 1024 * 1024;', 'OUTBOUND_LIMIT_BYTES = 12 * 1024;'],
    ['OUTBOUND_RESERVE_BYTES = 64 * 1024;', 'OUTBOUND_RESERVE_BYTES = 4 * 1024;'],
    ['OUTBOUND_LOW_WATER_BYTES = 64 * 1024;', 'OUTBOUND_LOW_WATER_BYTES = 2 * 1024;'],
    ['OUTBOUND_SLICE_BYTES = 64 * 1024;', 'OUTBOUND_SLICE_BYTES = 1024;'],
  ),
  sizes('apps/server/src/sockets/posting-order.ts', ['UNANSWERED_AT_MOST = 256;', 'UNANSWERED_AT_MOST = 16;']),
  sizes('packages/client/src/chat-outbox.ts', ['WIDEST_WINDOW = 64;', 'WIDEST_WINDOW = 4;']),
  sizes(
    'packages/protocol/src/limits.ts',
    ['resumeEvents: 1_000,', 'resumeEvents: 25,'],
    ['editsPerMessage: 199,', 'editsPerMessage: 3,'],
  ),
];
