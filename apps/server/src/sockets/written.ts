import type { Written } from '@skein/protocol/posting';
import type { Up } from '@skein/protocol/up';
import type { CommandOf, Tag, WritingKind } from '../ledger/commands.ts';

const TAGS = { react: 'reacted', unreact: 'unreacted', pin: 'pinned', unpin: 'unpinned' } as const;

/** What is asked of the ledger for what a client writes. @param before what must be stored before it */
export function toCommand(written: Written, account: string, before: string | undefined): CommandOf<WritingKind> {
  const { id, room } = written;
  const writing = { account, room, id, ...(before === undefined ? {} : { after: before }) };
  switch (written.t) {
    case 'post': {
      const { body, reply, files } = written;
      return { kind: 'post', ...writing, body, reply, files };
    }
    case 'edit':
      return { kind: 'edit', ...writing, message: written.message, body: written.body };
    case 'delete':
      return { kind: 'delete', ...writing, message: written.message };
    case 'react':
    case 'unreact':
    case 'pin':
    case 'unpin':
      return { kind: 'tag', ...writing, message: written.message, tag: toTag(written) };
  }
}

function toTag(written: Extract<Written, { t: keyof typeof TAGS }>): Tag {
  if (written.t === 'react' || written.t === 'unreact') return { kind: TAGS[written.t], emoji: written.emoji };
  return { kind: TAGS[written.t] };
}

export function isWritten(frame: Up): frame is Written {
  return frame.t === 'post' || frame.t === 'edit' || frame.t === 'delete' || frame.t in TAGS;
}
