import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Message } from '@skein/protocol/rooms';
import type { Drafts } from './drafts.ts';
import type { Timeline } from './timeline.ts';

export interface EditedMessage {
  readonly seq: number;
  /** Among the replies beside the room. */
  readonly isAside: boolean;
}

export interface EditingOptions {
  readonly client: Pick<ChatClient, 'edit'>;
  /** The room on screen. */
  readonly timeline: ReadonlySignal<Timeline | undefined>;
  readonly drafts: Drafts;
  readonly mayEdit: (message: Message) => boolean;
  /** Whether a message of one's own is on its way to the room on screen. */
  readonly isSending: () => boolean;
  /** A message's body with what is on its way; undefined where there is none. */
  readonly bodyOf: (seq: number) => string | undefined;
  /** What somebody has written, as it is sent. */
  readonly asSent: (text: string) => string;
}

/** Editing a message of the room on screen, one at a time. */
export class Editing {
  readonly message = signal<EditedMessage | undefined>(undefined);
  /** What is written in place of its body, as far as it is not saved. */
  readonly unsaved = signal<string | undefined>(undefined);
  /** Where the text is that was being edited in a room when its history began anew. */
  readonly kept = signal<{ readonly room: string; readonly isDraft: boolean } | undefined>(undefined);
  readonly #options: EditingOptions;

  constructor(options: EditingOptions) {
    this.#options = options;
  }

  begin(seq: number, isAside = false): void {
    this.message.value = { seq, isAside };
  }

  /** With the newest message of one's own. @returns false where there is none, or it is still on its way */
  beginLast(): boolean {
    const { timeline, mayEdit, isSending } = this.#options;
    if (isSending()) return false;
    const events = timeline.value?.window.value.events ?? [];
    const last = events.findLast((event) => event.t === 'message' && mayEdit(event));
    if (last) this.begin(last.seq);
    return last !== undefined;
  }

  /** Ends it, and saves the body if it is something else than before. */
  save(seq: number, body: string): void {
    const { client, timeline, bodyOf } = this.#options;
    this.end();
    if (!timeline.value || body.trim() === '' || body === bodyOf(seq)) return;
    client.edit(timeline.value.room, seq, body);
  }

  /** The message stays as it is. */
  end(): void {
    this.message.value = undefined;
  }

  /** A seq of the room on screen may be another message's now: there is nothing any more that could be saved to. */
  historyBeganAnew(room: string): void {
    const { message, unsaved } = this;
    if (message.value && unsaved.value !== undefined) this.#keep(room, message.value.seq, unsaved.value);
    unsaved.value = undefined;
    this.end();
  }

  #keep(room: string, seq: number, text: string): void {
    const { drafts, bodyOf, asSent } = this.#options;
    if (text.trim() === '' || asSent(text) === bodyOf(seq)) return;
    this.kept.value = { room, isDraft: drafts.keep(room, text) };
  }
}
