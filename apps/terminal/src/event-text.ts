import { safeText } from '@skein/command-line/safe-text';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { Names } from './names.ts';

/** Lines of what somebody said, safe on a terminal, with what belongs to it. */
export function messageLines(message: Message, names: Names): readonly string[] {
  if (message.deleted) return [`(deleted by ${nameOf(message.deleted, names)})`];
  const lines =
    message.body === ''
      ? []
      : names
          .shown(message.body)
          .split(/\r\n|[\n\r\u2028\u2029]/)
          .map(textLine);
  const files = (message.files ?? []).map(({ name, type, size }) => fileLine(name, type, size));
  const all = [...lines, ...files];
  if (message.edited && all.length > 0) all[all.length - 1] += ' (edited)';
  return [...quoteOf(message, names), ...(all.length > 0 ? all : ['']), ...reactionsOf(message, names)];
}

/** What a reply answers. */
function quoteOf({ reply }: Message, names: Names): readonly string[] {
  if (!reply) return [];
  return [`> ${nameOf(reply, names)}: ${reply.deleted ? '(deleted)' : textLine(names.shown(reply.excerpt))}`];
}

function reactionsOf({ tags }: Message, names: Names): readonly string[] {
  const reactions = (tags?.reactions ?? []).map(({ emoji, count }) => `${safeText(emoji)} ${count}`);
  const all = tags?.pinned ? [...reactions, `pinned by ${nameOf(tags.pinned, names)}`] : reactions;
  return all.length > 0 ? [`[${all.join('  ')}]`] : [];
}

/** What happened in a room besides messages; undefined for what is shown elsewhere, or is not known here. */
export function happening(event: RoomEvent, names: Names): string | undefined {
  const who = nameOf(event, names);
  const actor = (was: string): string => safeText(names.now('actor' in event ? event.actor : undefined, was));
  switch (event.t) {
    case 'created':
      return `${who} made this room`;
    case 'joined':
      return event.invitedBy === undefined ? `${who} joined` : `${actor(event.invitedBy)} invited ${who}`;
    case 'left':
      return event.removedBy === undefined ? `${who} left` : `${actor(event.removedBy)} removed ${who}`;
    case 'settings':
      return `${who} changed the room’s settings`;
    default:
      return undefined;
  }
}

/** The present name of who did something, safe on a terminal. */
export function nameOf({ by, name }: { readonly by: string; readonly name: string }, names: Names): string {
  return safeText(names.now(by, name));
}

export function textLine(line: string): string {
  return safeText(line.replaceAll('\t', '  '));
}

/** `21:03`, by the clock of this machine's time zone. */
export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString('sv-SE', { hour: '2-digit', minute: '2-digit' });
}

function fileLine(name: string, type: string, byteLength: number): string {
  return `[${safeText(name)}, ${safeText(type)}, ${sizeOf(byteLength)}]`;
}

function sizeOf(byteLength: number): string {
  if (byteLength < 1_000) return `${byteLength} B`;
  return byteLength < 1_000_000 ? `${(byteLength / 1_000).toFixed(1)} kB` : `${(byteLength / 1e6).toFixed(1)} MB`;
}
