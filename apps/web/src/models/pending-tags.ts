import { signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { OutboxEntry, PinEntry, ReactionEntry } from '@skein/client/outbox';
import type { Person } from '@skein/protocol/people';
import type { Message, Reaction } from '@skein/protocol/rooms';
import type { Trouble } from './trouble.ts';

export type TagEntry = ReactionEntry | PinEntry;

/**
 * Reactions and pins of this account's that are on their way: they are shown at once, so that a press is answered. What the
 * server will not take is withdrawn, and why is told once.
 */
export class PendingTags {
  readonly entries = signal<readonly TagEntry[]>([]);
  readonly refusal = signal<Trouble | undefined>(undefined);
  readonly #client: Pick<ChatClient, 'outbox' | 'rooms' | 'discard'>;
  /** Stored, and their event has not come yet; by client id, with the event's seq. */
  readonly #acked = new Map<string, { readonly entry: TagEntry; readonly seq: number }>();

  constructor(client: Pick<ChatClient, 'outbox' | 'rooms' | 'discard'>) {
    this.#client = client;
  }

  hear(notice: Notice): void {
    switch (notice.kind) {
      case 'acked': {
        const { id, room, seq } = notice.ack;
        const entry = this.entries.value.find((entry) => entry.id === id);
        if (entry && seq > (this.#client.rooms.get(room)?.seq ?? 0)) this.#acked.set(id, { entry, seq });
        break;
      }
      case 'event':
        this.#drop(({ entry, seq }) => entry.room === notice.event.room && seq <= notice.event.seq);
        break;
      case 'reset':
        this.#drop(({ entry }) => entry.room === notice.room.id);
        break;
      case 'refused':
        if (isTagEntry(notice.entry)) {
          this.refusal.value = notice.error;
          // Only what may never be taken comes here, and there is no text in it to keep.
          this.#client.discard(notice.entry.id);
        }
        break;
      case 'pending':
      case 'withdrawn':
      case 'welcome':
        break;
      default:
        return;
    }
    const waiting = this.#client.outbox.filter(isTagEntry).filter(({ refusal }) => !refusal);
    const next = [...[...this.#acked.values()].map(({ entry }) => entry), ...waiting];
    if (next.length > 0 || this.entries.value.length > 0) this.entries.value = next;
  }

  #drop(isOver: (acked: { readonly entry: TagEntry; readonly seq: number }) => boolean): void {
    for (const [id, acked] of this.#acked) if (isOver(acked)) this.#acked.delete(id);
  }
}

/** The reactions of a message, with those that are on their way. */
export function reactionsWith(message: Message, entries: readonly TagEntry[], self: Person): readonly Reaction[] {
  let reactions: readonly Reaction[] = message.tags?.reactions ?? [];
  for (const entry of entries) {
    if (entry.message !== message.seq || entry.room !== message.room) continue;
    if (entry.t === 'react') reactions = withOwn(reactions, entry.emoji, self);
    else if (entry.t === 'unreact') reactions = withoutOwn(reactions, entry.emoji, self);
  }
  return reactions;
}

/** Whether a message is pinned, or will be. */
export function isPinnedWith(message: Message, entries: readonly TagEntry[]): boolean {
  const last = entries.findLast(
    (entry) =>
      entry.message === message.seq && entry.room === message.room && (entry.t === 'pin' || entry.t === 'unpin'),
  );
  return last ? last.t === 'pin' : message.tags?.pinned !== undefined;
}

function withOwn(reactions: readonly Reaction[], emoji: string, self: Person): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (known?.own) return reactions;
  if (!known) return [...reactions, { emoji, count: 1, since: Infinity, own: true, by: [self] }];
  const next = { ...known, count: known.count + 1, own: true, by: [...known.by, self] };
  return reactions.map((reaction) => (reaction === known ? next : reaction));
}

function withoutOwn(reactions: readonly Reaction[], emoji: string, self: Person): readonly Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known?.own) return reactions;
  const next = { ...known, count: known.count - 1, own: false, by: known.by.filter(({ id }) => id !== self.id) };
  return reactions.flatMap((reaction) => (reaction !== known ? [reaction] : next.count > 0 ? [next] : []));
}

function isTagEntry(entry: OutboxEntry): entry is TagEntry {
  return entry.t === 'react' || entry.t === 'unreact' || entry.t === 'pin' || entry.t === 'unpin';
}
