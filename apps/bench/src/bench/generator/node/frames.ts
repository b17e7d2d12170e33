import { randomBytes } from 'node:crypto';

export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  /** Where its payload begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** The frame that begins at `from`; undefined where it is not there whole. */
export function readFrame(bytes: Buffer, from: number, to: number): Frame | undefined {
  if (to - from < 2) return undefined;
  let length = bytes[from + 1]! & 0x7f;
  let start = from + 2;
  if (length === 126) {
    if (to - from < 4) return undefined;
    length = bytes.readUInt16BE(start);
    start += 2;
  } else if (length === 127) {
    if (to - from < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(start));
    start += 8;
  }
  return to - start < length ? undefined : { opcode: bytes[from]! & 0x0f, start, end: start + length };
}

/** A masked frame, as a client sends it. */
export function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const isShort = payload.length < 126;
  const header = isShort ? 2 : 4;
  const frame = Buffer.allocUnsafe(header + 4 + payload.length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (isShort ? payload.length : 126);
  if (!isShort) frame.writeUInt16BE(payload.length, 2);
  const mask = randomBytes(4);
  mask.copy(frame, header);
  for (let index = 0; index < payload.length; index++) frame[header + 4 + index] = payload[index]! ^ mask[index & 3]!;
  return frame;
}

/** The request for an upgrade; `cookie` may be empty. */
export function upgradeRequest(host: string, path: string, cookie: string): string {
  return (
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}\r\n`
  );
}
