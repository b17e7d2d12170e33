import type { Refusal } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import type { Written } from '@skein/protocol/posting';
import { faultInWriting } from '@skein/protocol/writing-fault';
import type { OutboxEntry } from './outbox.ts';

/** What goes up for an entry. */
export function entryToFrame(entry: OutboxEntry): Written {
  const { id, room } = entry;
  switch (entry.t) {
    case 'post':
      return { t: 'post', id, room, body: entry.body, ...(entry.reply === undefined ? {} : { reply: entry.reply }) };
    case 'edit':
      return { t: 'edit', id, room, message: entry.message, body: entry.body };
    case 'react':
    case 'unreact':
      return { t: entry.t, id, room, message: entry.message, emoji: entry.emoji };
    case 'delete':
    case 'pin':
    case 'unpin':
      return { t: entry.t, id, room, message: entry.message };
  }
}

/**
 * Why the server would never take an entry. A frame that is too large ends the connection (C4), and would do so again after
 * every reconnect.
 */
export function refuseEarly(entry: OutboxEntry): Refusal | undefined {
  const written = entryToFrame(entry);
  const fault = faultInWriting(written);
  if (fault) return { code: fault };
  // Control characters take six bytes each in JSON.
  const frame = new TextEncoder().encode(JSON.stringify(written));
  return frame.byteLength > LIMITS.frameBytes ? { code: 'body_too_long' } : undefined;
}
