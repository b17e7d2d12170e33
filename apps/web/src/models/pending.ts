import { signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { PostEntry } from '@skein/client/outbox';
import type { Refusal } from '@skein/protocol/errors';
import type { Ack } from '@skein/protocol/posting';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { PendingMessage, PendingState } from './timeline-rows.ts';

export interface OutgoingMessage extends PendingMessage {
  readonly room: string;
}

/**
 * What this account has written and the history does not show yet. An acknowledged message stays here until its event has
 * come, in whichever order the two arrive.
 */
export class Pending {
  readonly messages = signal<readonly OutgoingMessage[]>([]);
  readonly #client: Pick<ChatClient, 'outbox' | 'account'>;
  readonly #refusals = new Map<string, Refusal>();
  readonly #acked = new Map<string, PostEntry>();
  /** Ids of own messages whose event has come, but not yet the acknowledgement. */
  readonly #shownIds = new Set<string>();

  constructor(client: Pick<ChatClient, 'outbox' | 'account'>) {
    this.#client = client;
  }

  hear(notice: Notice): void {
    switch (notice.kind) {
      case 'acked':
        this.#keepUntilShown(notice.ack);
        break;
      case 'refused':
        this.#refusals.set(notice.entry.id, notice.error);
        break;
      case 'event':
        if (!this.#isOwn(notice.event)) return;
        this.#shownIds.add(notice.event.id);
        this.#acked.delete(notice.event.id);
        break;
      case 'reset':
        this.#dropAcked(notice.room.id);
        break;
      case 'room-gone':
        this.#dropAcked(notice.room);
        break;
      case 'pending':
        this.#refusals.delete(notice.entry.id);
        break;
      case 'welcome':
        break;
      default:
        return;
    }
    this.refresh();
  }

  /** Reads the outbox again; needed after a `discard`, of which nothing is told. */
  refresh(): void {
    const posts = this.#client.outbox.filter((entry) => entry.t === 'post');
    const waiting = posts.filter(({ id }) => !this.#shownIds.has(id));
    const next = [...this.#acked.values()].map((entry) => this.#shown(entry, { state: 'stored' }));
    for (const entry of waiting) next.push(this.#shown(entry, this.#standing(entry.id)));
    if (next.length > 0 || this.messages.value.length > 0) this.messages.value = next;
  }

  #standing(id: string): PendingState {
    const error = this.#refusals.get(id);
    return error ? { state: 'refused', error } : { state: 'sending' };
  }

  #shown(entry: PostEntry, standing: PendingState): OutgoingMessage {
    const name = this.#client.account?.name ?? '';
    return { id: entry.id, by: entry.account, name, at: entry.writtenAt, body: entry.body, room: entry.room, standing };
  }

  #isOwn(event: RoomEvent): event is Message {
    return event.t === 'message' && event.by === this.#client.account?.id;
  }

  #keepUntilShown({ id }: Ack): void {
    if (this.#shownIds.delete(id)) return;
    const message = this.messages.value.find((message) => message.id === id);
    if (message) {
      const { by: account, room, body, at: writtenAt } = message;
      this.#acked.set(id, { t: 'post', id, account, room, body, writtenAt });
    }
  }

  #dropAcked(room: string): void {
    for (const [id, entry] of this.#acked) if (entry.room === room) this.#acked.delete(id);
  }
}
