import { downSchema } from '@skein/protocol/down';
import type { Ack } from '@skein/protocol/posting';
import type { WebSocketWithHeaders } from '@skein/client/node-platform';
import { WebSocket, type ClientOptions } from 'ws';
import type { Findings } from './findings.ts';

/** A WebSocket that looks at every frame before the client does. */
export function checkedSocket(findings: Findings, heardAck: (ack: Ack) => void): WebSocketWithHeaders {
  return class extends WebSocket {
    constructor(url: string, options: ClientOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => judge(data, findings, heardAck));
    }
  };
}

/** @param data a string; of a binary frame, which the protocol does not have, something else */
function judge(data: unknown, findings: Findings, heardAck: (ack: Ack) => void): void {
  const text = typeof data === 'string' ? data : '';
  const frame = downSchema.safeParse(parse(text)).data;
  if (!frame) return findings.problem(`a frame of no known shape: ${text.slice(0, 200)}`);
  if (frame.t === 'ack') heardAck(frame);
  if (frame.t === 'refused' && frame.error.retryAfterMs !== undefined) findings.refusedForNow++;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
