import escapeHtml from 'escape-html';
import { withNames } from '@skein/protocol/mention-text';
import type { Message } from '@skein/protocol/rooms';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
  h2 { font-size: 1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
  article { margin: .75rem 0; }
  time, .note { color: color-mix(in srgb, currentColor 60%, transparent); font-size: .85rem; }
  p { margin: 0; white-space: pre-wrap; }
  blockquote { margin: 0; padding-left: .75rem; border-left: 3px solid color-mix(in srgb, currentColor 25%, transparent); }`;

/** The beginning of the page. What comes then is for `messageHtml`, and last `PAGE_END`. */
export function pageStart(room: string, now: number): string {
  const name = escapeHtml(room);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${name}</title>
<style>${STYLE}
</style>
<h1>${name}</h1>
<p class="note">As it was on ${timeOf(now)}</p>
`;
}

export const PAGE_END = '</html>\n';

/** @param before when the message before it was written: another day has a heading */
export function messageHtml(message: Message, before: number | undefined): string {
  const day = dayOf(message.at);
  const heading = before !== undefined && dayOf(before) === day ? '' : `<h2>${day}</h2>\n`;
  const author = `<b><bdi>${escapeHtml(message.name)}</bdi></b> <time datetime="${new Date(message.at).toISOString()}">${timeOf(message.at).slice(11, 16)}</time>`;
  return `${heading}<article id="m${message.seq}" dir="auto">${author}${contentHtml(message)}</article>\n`;
}

function contentHtml({ reply, body, mentions = [], files = [], edited, deleted }: Message): string {
  if (deleted) return `<p class="note">deleted by <bdi>${escapeHtml(deleted.name)}</bdi>, ${timeOf(deleted.at)}</p>`;
  const quote = reply
    ? `<blockquote class="note"><a href="#m${reply.seq}"><bdi>${escapeHtml(reply.name)}</bdi></a> ${escapeHtml(reply.excerpt)}</blockquote>`
    : '';
  const list = files.map(({ name, type, size }) => `<li>${escapeHtml(name)}, ${escapeHtml(type)}, ${size} bytes</li>`);
  const attached = list.length > 0 ? `<ul class="note">${list.join('')}</ul>` : '';
  const mark = edited ? ` <span class="note">edited ${timeOf(edited.at)}</span>` : '';
  const text = withNames(body, (id) => mentions.find((person) => person.id === id)?.name);
  return `${quote}<p>${escapeHtml(text)}${mark}</p>${attached}`;
}

function dayOf(at: number): string {
  return timeOf(at).slice(0, 10);
}

/** `2026-11-25 21:03:00`, by the clock of this machine's time zone. */
function timeOf(at: number): string {
  return new Date(at).toLocaleString('sv-SE');
}
