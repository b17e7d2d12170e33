import { downSchema } from '@skein/protocol/down';
import type { WebSocketWithHeaders } from '@skein/client/node-platform';
import { WebSocket, type ClientOptions } from 'ws';
import type { Findings } from './findings.ts';

/** A WebSocket that looks at every frame before the client does. */
export function checkedSocket(findings: Findings): WebSocketWithHeaders {
  return class extends WebSocket {
    constructor(url: string, options: ClientOptions) {
      super(url, options);
      this.on('message', (data, isBinary) => judge(String(data), isBinary, findings));
    }
  };
}

function judge(text: string, isBinary: boolean, findings: Findings): void {
  const frame = isBinary ? undefined : downSchema.safeParse(parse(text)).data;
  if (!frame) return findings.problem(`a frame of no known shape: ${text.slice(0, 200)}`);
  if (frame.t === 'refused' && frame.error.retryAfterMs !== undefined) findings.refusedForNow++;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
