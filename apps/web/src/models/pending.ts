import { signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { OutboxEntry, PostEntry } from '@skein/client/outbox';
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
  /** How much waits or was refused, in all rooms: messages and changes to messages. */
  readonly unsent = signal(0);
  readonly #client: Pick<ChatClient, 'outbox' | 'account'>;
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
    const { outbox } = this.#client;
    const posts = outbox.filter((entry) => entry.t === 'post');
    const waiting = posts.filter(({ id }) => !this.#shownIds.has(id));
    const next = [...this.#acked.values()].map((entry) => this.#shown(entry, { state: 'stored' }));
    for (const entry of waiting) next.push(this.#shown(entry, standingOf(entry)));
    if (next.length > 0 || this.messages.value.length > 0) this.messages.value = next;
    this.unsent.value = outbox.filter(({ id }) => !this.#shownIds.has(id)).length;
  }

  #shown(entry: PostEntry, standing: PendingState): OutgoingMessage {
    const name = this.#client.account?.name ?? '';
    return {
      id: entry.id,
      by: entry.account,
      name,
      at: entry.writtenAt,
      body: entry.body,
      reply: entry.reply,
      room: entry.room,
      standing,
      ...(entry.attachments && { attachments: entry.attachments }),
    };
  }

  #isOwn(event: RoomEvent): event is Message {
    return event.t === 'message' && event.by === this.#client.account?.id;
  }

  #keepUntilShown({ id }: Ack): void {
    if (this.#shownIds.delete(id)) return;
    const message = this.messages.value.find((message) => message.id === id);
    if (message) {
      const { by: account, room, body, at: writtenAt, reply, attachments } = message;
      const answering = reply === undefined ? {} : { reply };
      this.#acked.set(id, {
        t: 'post',
        id,
        account,
        room,
        body,
        writtenAt,
        ...answering,
        ...(attachments && { attachments }),
      });
    }
  }

  #dropAcked(room: string): void {
    for (const [id, entry] of this.#acked) if (entry.room === room) this.#acked.delete(id);
  }
}

/** How something stands that waits in the outbox. */
export function standingOf({ refusal }: OutboxEntry): PendingState {
  return refusal ? { state: 'refused', error: refusal } : { state: 'sending' };
}
