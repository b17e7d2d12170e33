import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import escapeHtml from 'escape-html';
import Negotiator from 'negotiator';
import { OWN_PAGE_STYLE, THREADS } from './own-page-style.ts';

export interface OwnPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** What was asked for; shown as it is, with its control characters made visible. */
  readonly asked?: string;
  readonly links: readonly { readonly href: string; readonly words: string }[];
}

const STYLE_HASH = hash('sha256', OWN_PAGE_STYLE, 'base64');
const POLICY = `default-src 'none'; img-src 'self'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
const MAX_SHOWN = 300;

/** One of the server's own pages: HTML for browsers, a few lines of text for who asks for no HTML. */
export function sendOwnPage(request: IncomingMessage, response: ServerResponse, page: OwnPage): void {
  const isHtml = new Negotiator(request).mediaType(['text/html', 'text/plain']) === 'text/html';
  const body = Buffer.from(isHtml ? pageToHtml(page) : pageToText(page));
  response.writeHead(page.status, [
    'Content-Type',
    isHtml ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'Content-Length',
    String(body.byteLength),
    'Cache-Control',
    'no-store',
    'Vary',
    'Accept',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Security-Policy',
    POLICY,
    'Referrer-Policy',
    'no-referrer',
    ...(page.status === 503 ? ['Retry-After', '10'] : []),
  ]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function pageToHtml({ title, text, asked, links }: OwnPage): string {
  const shown = asked === undefined ? '' : `<code><bdi>${escapeHtml(shownPath(asked))}</bdi></code>`;
  const anchors = links.map(({ href, words }) => `<a href="${escapeHtml(href)}">${escapeHtml(words)}</a>`).join('');
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Skein</title>
<link rel="icon" href="/chat/favicon.svg">
<style>${OWN_PAGE_STYLE}</style>
</head>
<body>
<header><a href="/chat/">Skein</a></header>
<main>
${THREADS}
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${shown}
${anchors === '' ? '' : `<nav aria-label="Where to go">${anchors}</nav>`}
</main>
<footer>A skein is a bundle of threads.</footer>
</body>
</html>
`;
}

function pageToText({ title, text, asked, links }: OwnPage): string {
  const lines = [title, text];
  if (asked !== undefined) lines.push(shownPath(asked));
  return [...lines, ...links.map(({ href, words }) => `${words}: ${href}`), ''].join('\n');
}

/** Control characters, and those that turn the direction of text, as their pictures or numbers; long ones cut. */
export function shownPath(path: string): string {
  const cut = path.length > MAX_SHOWN ? `${path.slice(0, MAX_SHOWN).toWellFormed()}…` : path;
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`);
}
