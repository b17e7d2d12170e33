import { type ReadonlySignal, computed, signal } from '@preact/signals-core';
import type { Message } from '@skein/protocol/rooms';
import type { Row } from './timeline-rows.ts';

/** What somebody is about to do with a message of the timeline on screen, or of the replies beside it. */
export class MessageActions {
  /** Among the replies: each of them is answered where they are. */
  readonly isAside: boolean;
  /** Whose menu is open. */
  readonly menu = signal<Message | undefined>(undefined);
  /** Which one is to be deleted, and asked about. */
  readonly deleting = signal<Message | undefined>(undefined);
  /** Whose earlier versions are shown. */
  readonly versions = signal<Message | undefined>(undefined);
  /** For which one a reaction is picked from all emoji. */
  readonly picking = signal<Message | undefined>(undefined);
  /** Whether something stands beside a message's button that its reader is about to press. */
  readonly isOpen = computed(() => this.menu.value !== undefined || this.picking.value !== undefined);
  /** The seq of the message whose button had the focus last. */
  readonly focused = signal<number | undefined>(undefined);
  /** Of all the buttons Tab comes to this message's alone: the one that had the focus last, or the newest. */
  readonly tabStop: ReadonlySignal<number | undefined>;

  /** @param canAct whether there is anything that this person may do with a message */
  constructor(
    rows: ReadonlySignal<readonly Row[]>,
    { canAct, isAside = false }: { readonly canAct: (message: Message) => boolean; readonly isAside?: boolean },
  ) {
    this.isAside = isAside;
    this.tabStop = computed(() => {
      const messages = rows.value.flatMap((row) =>
        row.kind === 'message' && canAct(row.message) ? [row.message] : [],
      );
      const focused = messages.find(({ seq }) => seq === this.focused.value);
      return (focused ?? messages.at(-1))?.seq;
    });
  }

  /** The reader has moved the messages: what is open beside a button does not move with it. */
  scrolled(): void {
    this.menu.value = undefined;
    this.picking.value = undefined;
  }
}
