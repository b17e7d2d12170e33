import { signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { DeleteEntry, EditEntry, OutboxEntry } from '@skein/client/outbox';
import type { Ack } from '@skein/protocol/posting';
import { standingOf } from './pending.ts';
import type { PendingMessage } from './timeline-rows.ts';

/** An edit or a deletion on its way. `body` is the new one; a deletion has none. */
export interface PendingChange extends PendingMessage {
  readonly t: 'edit' | 'delete';
  readonly room: string;
  /** The seq of the message. */
  readonly message: number;
}

type ChangeEntry = EditEntry | DeleteEntry;
/** `seq` is the event's. */
type AckedChange = { readonly change: PendingChange; readonly seq: number };
type Client = Pick<ChatClient, 'outbox' | 'account' | 'rooms'>;

/**
 * What this account changes and the history does not show yet. An acknowledged change stays here until its event has come:
 * the message must not show its old body in between.
 */
export class PendingChanges {
  readonly changes = signal<readonly PendingChange[]>([]);
  readonly #client: Client;
  readonly #acked = new Map<string, AckedChange>();

  constructor(client: Client) {
    this.#client = client;
  }

  hear(notice: Notice): void {
    switch (notice.kind) {
      case 'acked':
        this.#keepUntilShown(notice.ack);
        break;
      case 'event':
        if (this.#acked.size === 0 && this.changes.value.length === 0) return;
        this.#drop(({ change, seq }) => change.room === notice.event.room && seq <= notice.event.seq);
        break;
      case 'reset':
        this.#drop(({ change }) => change.room === notice.room.id);
        break;
      case 'room-gone':
        this.#drop(({ change }) => change.room === notice.room);
        break;
      case 'pending':
      case 'refused':
      case 'withdrawn':
      case 'welcome':
        break;
      default:
        return;
    }
    this.#refresh();
  }

  #refresh(): void {
    const next = [...this.#acked.values()].map(({ change }) => change);
    for (const entry of this.#client.outbox.filter(isChangeEntry)) next.push(this.#shown(entry));
    if (next.length > 0 || this.changes.value.length > 0) this.changes.value = next;
  }

  #shown(entry: ChangeEntry): PendingChange {
    const { t, id, room, message, account: by, writtenAt: at } = entry;
    const body = entry.t === 'edit' ? entry.body : '';
    return { t, id, room, message, by, name: this.#client.account?.name ?? '', at, body, standing: standingOf(entry) };
  }

  /** Its event, or for a message that was deleted already an earlier one, may have been shown by now. */
  #keepUntilShown({ id, room, seq }: Ack): void {
    const change = this.changes.value.find((change) => change.id === id);
    if (!change || seq <= (this.#client.rooms.get(room)?.seq ?? 0)) return;
    this.#acked.set(id, { change: { ...change, standing: { state: 'stored' } }, seq });
  }

  #drop(isOver: (acked: AckedChange) => boolean): void {
    for (const [id, acked] of this.#acked) if (isOver(acked)) this.#acked.delete(id);
  }
}

function isChangeEntry(entry: OutboxEntry): entry is ChangeEntry {
  return entry.t === 'edit' || entry.t === 'delete';
}
