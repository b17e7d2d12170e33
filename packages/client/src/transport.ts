/** The part of a WebSocket that the client uses; a browser's and `ws`'s both fit. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  /** Bytes given to `send` that the network has not taken yet. */
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
}

/** What the client needs from the world around it, so that a test can be the world. Times are milliseconds. */
export interface ClientPlatform {
  openSocket(): SocketLike;
  /** Since any beginning, by a clock that nobody sets: the client never asks what time it is where it runs. */
  now(): number;
  /** Fills `bytes` with random ones and gives them back. */
  randomBytes(bytes: Uint8Array): Uint8Array;
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  /**
   * Asked after a connection came to nothing, before the next one is opened: a browser does not tell that the upgrade was
   * answered 401, and Firefox holds sockets back, for up to a minute, once some have failed.
   */
  checkSession?(): Promise<SessionCheck>;
}

/** `ended` ends the client; with `unreachable` (no answer at all) no socket is opened; `unknown` is any other answer. */
export type SessionCheck = 'ok' | 'ended' | 'unreachable' | 'unknown';
