import type { Refusal } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import { checkMessageBody } from '@skein/protocol/message-body';
import type { Written } from '@skein/protocol/posting';
import type { OutboxEntry } from './outbox.ts';

/** What goes up for an entry. */
export function entryToFrame(entry: OutboxEntry): Written {
  const { id, room } = entry;
  switch (entry.t) {
    case 'post':
      return { t: 'post', id, room, body: entry.body, ...(entry.reply === undefined ? {} : { reply: entry.reply }) };
    case 'edit':
      return { t: 'edit', id, room, message: entry.message, body: entry.body };
    case 'delete':
      return { t: 'delete', id, room, message: entry.message };
  }
}

/**
 * Why the server would never take an entry. A frame that is too large ends the connection (C4), and would do so again after
 * every reconnect.
 */
export function refuseEarly(entry: OutboxEntry): Refusal | undefined {
  const fault = entry.t === 'delete' ? undefined : checkMessageBody(entry.body);
  if (fault) return { code: fault };
  // Control characters take six bytes each in JSON.
  const frame = new TextEncoder().encode(JSON.stringify(entryToFrame(entry)));
  return frame.byteLength > LIMITS.frameBytes ? { code: 'body_too_long' } : undefined;
}
