import type { Refusal } from '@skein/protocol/errors';
import { LIMITS } from '@skein/protocol/limits';
import type { Written } from '@skein/protocol/posting';
import { faultInWriting } from '@skein/protocol/writing-fault';
import type { OutboxEntry } from './outbox.ts';

/** What goes up for an entry. @param files the ids of its files */
export function entryToFrame(entry: OutboxEntry, files: readonly string[] = []): Written {
  const { id, room } = entry;
  switch (entry.t) {
    case 'post':
      return {
        ...{ t: 'post', id, room, body: entry.body },
        ...(entry.reply === undefined ? {} : { reply: entry.reply }),
        ...(files.length === 0 ? {} : { files: [...files] }),
      };
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
  // The ids that its files will have are as long as their keys, or shorter.
  const keys = entry.t === 'post' ? entry.attachments?.map(({ key }) => key) : undefined;
  const written = entryToFrame(entry, keys);
  const fault = faultInWriting(written);
  if (fault) return { code: fault };
  // Control characters take six bytes each in JSON.
  const frame = new TextEncoder().encode(JSON.stringify(written));
  return frame.byteLength > LIMITS.frameBytes ? { code: 'body_too_long' } : undefined;
}
