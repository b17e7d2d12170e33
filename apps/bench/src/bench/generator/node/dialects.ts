import { PROTOCOL_VERSION } from '@skein/protocol/version';

/** What a frame means. Deliveries are looked for in those of kind `messages`. */
export type Heard =
  | { readonly kind: 'messages' | 'ready' | 'live' | 'acknowledged' | 'pong' | 'nothing' }
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'refused' | 'fault'; readonly text: string };

/** How one protocol is spoken. */
export interface Dialect {
  path(room: string): string;
  /** Said as soon as the socket is upgraded. */
  readonly greeting: string | undefined;
  /** Whether the upgrade alone makes a client ready. */
  readonly isReadyAtOnce: boolean;
  post(id: string, room: string, body: string): string;
  hear(frame: Buffer): Heard;
}

const NOTHING: Heard = { kind: 'nothing' };
const MESSAGES: Heard = { kind: 'messages' };

const skein: Dialect = {
  path: () => '/ws',
  greeting: JSON.stringify({ t: 'hello', v: PROTOCOL_VERSION }),
  isReadyAtOnce: false,
  post: (id, room, body) => `{"t":"post","id":"${id}","room":"${room}","body":"${body}"}`,
  hear: (frame) => {
    const type = /^\{"t":"(\w+)"/.exec(frame.toString('latin1', 0, 20))?.[1];
    if (type === 'message') return MESSAGES;
    if (type === 'ack') return { kind: 'acknowledged' };
    if (type === 'live') return { kind: 'live' };
    if (type === 'pong') return { kind: 'pong' };
    if (type === 'refused') return { kind: 'refused', text: frame.toString() };
    return type === 'bye' || type === 'error' ? { kind: 'fault', text: frame.toString() } : NOTHING;
  },
};

const ws: Dialect = {
  path: (room) => `/?room=${room}`,
  greeting: undefined,
  isReadyAtOnce: true,
  post: (_id, _room, body) => body,
  hear: () => MESSAGES,
};

const socketIo: Dialect = {
  path: (room) => `/socket.io/?EIO=4&transport=websocket&room=${room}`,
  greeting: undefined,
  isReadyAtOnce: false,
  post: (_id, _room, body) => `42["message","${body}"]`,
  hear: (frame) => {
    const start = frame.toString('latin1', 0, 2);
    if (start === '42') return MESSAGES;
    if (start === '40') return { kind: 'ready' };
    if (start.startsWith('0')) return { kind: 'answer', text: '40' };
    return start === '2' ? { kind: 'answer', text: '3' } : NOTHING;
  },
};

export const DIALECTS: Readonly<Record<string, Dialect>> = { skein, ws, 'socket.io': socketIo };
