import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { RestClient } from '@skein/client/rest-client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { OperatorApi } from './connection/operator-api.ts';
import type { Chat } from './models/chat.ts';
import type { Clock } from './models/clock.ts';
import type { Emojis } from './models/emoji/emojis.ts';
import type { Highlight } from './models/markup/highlight.ts';
import type { MarkupReader } from './models/markup/markup-reader.ts';
import type { Memory } from './models/memory.ts';
import type { Visit } from './models/visit.ts';
import type { Address } from './platform/address.ts';
import type { Installing } from './platform/installing.ts';
import type { Notifying } from './platform/notifying.ts';
import type { PageKeeper } from './platform/page-keeper.ts';
import type { Theme } from './platform/theme.ts';

/** What every part of the page may use. */
export interface Page {
  readonly visit: Visit;
  readonly rest: RestClient;
  readonly operator: OperatorApi;
  readonly address: Address;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly markup: MarkupReader;
  readonly highlight: Highlight;
  readonly emojis: Emojis;
  readonly theme: Signal<Theme>;
  readonly keeper: PageKeeper;
  readonly installing: Installing;
  readonly notifying: Notifying;
  readonly isOnline: ReadonlySignal<boolean>;
  /** One column: the rooms or a room. */
  readonly isNarrow: ReadonlySignal<boolean>;
  /** Three columns: the members have one of their own. */
  readonly isWide: ReadonlySignal<boolean>;
  /** A finger and no keyboard: Enter makes a line, and the keyboard comes only when asked for. */
  readonly isTouch: ReadonlySignal<boolean>;
}

export const PageContext = createContext<Page | undefined>(undefined);
export const ChatContext = createContext<Chat | undefined>(undefined);

export function usePage(): Page {
  return required(useContext(PageContext));
}

export function useChat(): Chat {
  return required(useContext(ChatContext));
}

/** Whether what the server said last of who is here still holds. The browser may know that it does not before the socket. */
export function useIsInTouch(): boolean {
  const { isOnline } = usePage();
  const { status } = useChat();
  return isOnline.value && status.value.state === 'live';
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('used outside of its provider');
  return value;
}
