import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Notice } from '@skein/client/notices';
import type { RestClient } from '@skein/client/rest-client';
import type { AccountView } from '@skein/protocol/accounts';
import type { Message, Reaction } from '@skein/protocol/rooms';
import { isPinnedWith, PendingTags, reactionsWith } from './pending-tags.ts';
import { mayPin } from './rights.ts';
import type { Rooms } from './rooms.ts';
import type { Trouble } from './trouble.ts';

export interface TagsOptions {
  readonly client: Pick<ChatClient, 'outbox' | 'rooms' | 'discard' | 'react' | 'unreact' | 'pin' | 'unpin'>;
  readonly rest: Pick<RestClient, 'save' | 'unsave'>;
  readonly account: ReadonlySignal<AccountView>;
  readonly rooms: Rooms;
}

/** What people put on messages: reactions, pins, and what each has saved for themselves. What is asked is tracked. */
export class Tags {
  /** Why a message could not be reacted to, pinned or saved, until it was told. */
  readonly refusal: Signal<Trouble | undefined>;
  readonly #options: TagsOptions;
  readonly #pending: PendingTags;

  constructor(options: TagsOptions) {
    this.#options = options;
    this.#pending = new PendingTags(options.client);
    this.refusal = this.#pending.refusal;
  }

  hear(notice: Notice): void {
    this.#pending.hear(notice);
  }

  reactionsTo(message: Message): readonly Reaction[] {
    return reactionsWith(message, this.#pending.entries.value, this.#options.account.value);
  }

  /** Puts a reaction on a message, or takes one's own away. */
  toggleReaction(message: Message, emoji: string): void {
    const { client } = this.#options;
    const isOwn = this.reactionsTo(message).some((reaction) => reaction.emoji === emoji && reaction.own);
    if (isOwn) client.unreact(message.room, message.seq, emoji);
    else client.react(message.room, message.seq, emoji);
  }

  isPinned(message: Message): boolean {
    return isPinnedWith(message, this.#pending.entries.value);
  }

  mayPin(message: Message): boolean {
    const room = this.#options.rooms.get(message.room);
    return room !== undefined && !message.deleted && mayPin(this.#options.account.value, room);
  }

  togglePin(message: Message): void {
    const { client } = this.#options;
    if (this.isPinned(message)) client.unpin(message.room, message.seq);
    else client.pin(message.room, message.seq);
  }

  /** Keeps a message for oneself, or lets it go; it is seen once the server has it. */
  async toggleSaved({ room, seq, saved }: Message): Promise<void> {
    const { rest } = this.#options;
    const answer = await (saved ? rest.unsave(room, seq) : rest.save(room, seq));
    if (!answer.ok) this.refusal.value = answer.error;
  }
}
