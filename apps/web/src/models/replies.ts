import { type ReadonlySignal, batch, computed, signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { RestClient } from '@skein/client/rest-client';
import { changed, isTagEvent, repliedTo, repliesRead, requoted, tagged } from '@skein/protocol/message-changes';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { Trouble } from './trouble.ts';

export interface RepliesOptions {
  readonly rest: Pick<RestClient, 'replies'>;
  readonly client: Pick<ChatClient, 'markRepliesRead'>;
  /** The account that looks. */
  readonly self: string;
  /** What has to be done before messages are shown. */
  readonly beforeShown: (messages: readonly Message[]) => Promise<void>;
}

/** A message and everything that goes back to it, as the panel beside the room shows them. */
export class Replies {
  readonly room: string;
  /** The seq of the message that they all go back to. */
  readonly root: number;
  /** Where what is written to it is kept: beside what is written to rooms, by their ids. */
  readonly key: string;
  /** Undefined until it is loaded, null where retention took it. */
  readonly first = signal<Message | null | undefined>(undefined);
  /** In their order; the later ones first loaded. */
  readonly list = signal<readonly Message[]>([]);
  readonly hasOlder = signal(false);
  readonly trouble = signal<Trouble | undefined>(undefined);
  /** How many of them are shown without a gap up to the newest. */
  readonly lastR: ReadonlySignal<number> = computed(() => this.list.value.at(-1)?.reply?.r ?? 0);
  readonly #options: RepliesOptions;
  /** What came while a page was on its way. */
  #meanwhile: RoomEvent[] | undefined;

  constructor(room: string, root: number, options: RepliesOptions) {
    this.room = room;
    this.root = root;
    this.key = `${room}/${root}`;
    this.#options = options;
  }

  async load(): Promise<void> {
    await this.#ask();
  }

  async loadOlder(): Promise<void> {
    const oldest = this.list.value[0]?.reply?.r;
    if (oldest !== undefined) await this.#ask(oldest);
  }

  receive(event: RoomEvent): void {
    if (event.room !== this.room) return;
    this.#meanwhile?.push(event);
    this.#apply(event);
  }

  /** Tracked. */
  messageAt(seq: number): Message | undefined {
    return [...listed(this.first.value), ...this.list.value].find((message) => message.seq === seq);
  }

  /** They are on screen, up to the newest. */
  markRead(): void {
    const replies = this.first.value?.replies;
    if (replies?.read === undefined || this.lastR.value <= replies.read) return;
    this.#options.client.markRepliesRead(this.room, this.root, this.lastR.value);
    this.read(this.lastR.value);
  }

  /** The account has read the first `n`, here or elsewhere. */
  read(n: number): void {
    const first = this.first.value;
    if (first) this.first.value = repliesRead(first, n);
  }

  change(seq: number, change: (message: Message) => Message): void {
    const first = this.first.value;
    if (first?.seq === seq) this.first.value = change(first);
    if (this.list.value.some((reply) => reply.seq === seq))
      this.list.value = this.list.value.map((reply) => (reply.seq === seq ? change(reply) : reply));
  }

  async #ask(before?: number): Promise<void> {
    this.#meanwhile ??= [];
    const answer = await this.#options.rest.replies(this.room, this.root, before === undefined ? {} : { before });
    if (answer.ok) await this.#options.beforeShown([...answer.value.replies, ...listed(answer.value.message)]);
    const meanwhile = this.#meanwhile ?? [];
    this.#meanwhile = undefined;
    batch(() => {
      this.trouble.value = answer.ok ? undefined : answer.error;
      if (!answer.ok) return;
      const { message, replies, more } = answer.value;
      this.first.value = message;
      this.list.value = before === undefined ? replies : [...replies, ...this.list.value];
      this.hasOlder.value = more;
      for (const event of meanwhile) this.#apply(event);
    });
  }

  #apply(event: RoomEvent): void {
    const first = this.first.value;
    if (event.t === 'message') {
      if (event.reply?.root !== this.root || first === undefined) return;
      if (event.reply.r > this.lastR.value) this.list.value = [...this.list.value, event];
      if (first) this.first.value = repliedTo(first, event, this.#options.self);
    } else if (event.t === 'edited' || event.t === 'deleted') {
      this.change(event.message, (message) => changed(message, event));
      if (this.list.value.some(({ reply }) => reply?.seq === event.message))
        this.list.value = this.list.value.map((reply) => requoted(reply, event));
    } else if (isTagEvent(event)) this.change(event.message, (message) => tagged(message, event, this.#options.self));
  }
}

function listed(message: Message | null | undefined): readonly Message[] {
  return message ? [message] : [];
}

/** How many replies to a message the account has not read; 0 where it does not follow them. */
export function unreadReplies({ replies }: Message): number {
  return replies?.read === undefined ? 0 : Math.max(0, replies.count - replies.read);
}
