/** The part of a WebSocket that the client uses; a browser's and `ws`'s both fit. */
export interface SocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: (() => void) | null;
}

/** What the client needs from the world around it, so that a test can be the world. Times are milliseconds. */
export interface ClientPlatform {
  openSocket(): SocketLike;
  now(): number;
  /** Fills `bytes` with random ones and gives them back. */
  randomBytes(bytes: Uint8Array): Uint8Array;
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
}
