import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import { AcceptedCodings } from './content-coding.ts';
import { FolderTable, type SiteFile } from './folder-table.ts';
import { sendOwnPage } from './own-page.ts';
import type { Representation, Source } from './representation.ts';
import { Representations } from './representations.ts';
import { requestPath } from './request-path.ts';
import { CHAT_HEADERS } from './chat-headers.ts';
import { sendHeld, sendOpened, sendWithStatus } from './send.ts';

// Everything outside /api and /ws. What was asked for lately is answered from memory before anything else is touched;
// the rest looks at the folder first and then answers in the same way.

export interface SiteOptions {
  /** The hosted folder; without one, `/` leads to the chat. */
  readonly folder?: string | undefined;
  /** The built page, served at /chat/. It may come later; until then the answer is 503. */
  readonly chatFolder: string;
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** Headers of the chat's page and its files, names and values in turn. */
  readonly chatHeaders?: readonly string[];
  readonly smallFileBytes?: number;
  readonly budgetBytes?: number;
  readonly maxEntries?: number;
  /** How long a file is believed to be as it was when no change was heard of. */
  readonly trustMs?: number;
  /** False: changes are noticed by looking alone, after `trustMs`. */
  readonly watch?: boolean;
}

const defaults = {
  chatHeaders: CHAT_HEADERS,
  smallFileBytes: 256 * 1024,
  budgetBytes: 64 * 1024 * 1024,
  maxEntries: 100_000,
  trustMs: 1_000,
  watch: true,
};

export interface Site extends Disposable {
  /** Answers whatever is not of /api or /ws, and says false to those. Comes before Express, whose routing costs as much again as an answer from memory. */
  tryServe(request: IncomingMessage, response: ServerResponse): boolean;
}

interface Asked {
  readonly table: FolderTable;
  /** The path below the table's root. */
  readonly key: string;
  readonly path: string;
  readonly search: string;
  readonly isChat: boolean;
}

const RESERVED = new Set(['api', 'ws', 'chat']);
const NOT_FOUND_PAGES = ['/404.html', '/error.html'];
const NOTHING = ['Content-Length', '0'];

/** Rejects where the hosted folder is not a directory. */
export async function openSite(options: SiteOptions): Promise<Site> {
  if (options.folder !== undefined && !(await stat(options.folder)).isDirectory()) {
    throw new Error(`${options.folder} is not a folder`);
  }
  const site = new OpenSite(options);
  await site.warmUp();
  return site;
}

class OpenSite implements Site {
  readonly #log: SiteOptions['log'];
  readonly #hosted: FolderTable | undefined;
  readonly #chat: FolderTable;
  readonly #representations: Representations;
  readonly #codings = new AcceptedCodings();
  readonly #told = new Set<string>();

  constructor(options: SiteOptions) {
    const settings = { ...defaults, ...options };
    this.#log = settings.log;
    this.#representations = new Representations(settings);
    const common = { ...settings, warn: (message: string) => this.#warnOnce(message) };
    const nosniff = ['X-Content-Type-Options', 'nosniff'];
    this.#hosted =
      options.folder === undefined
        ? undefined
        : new FolderTable({
            ...common,
            root: resolve(options.folder),
            reserved: RESERVED,
            cacheControl: () => 'no-cache',
            headers: () => nosniff,
          });
    this.#chat = new FolderTable({
      ...common,
      root: resolve(options.chatFolder),
      reserved: new Set(),
      cacheControl: (key) => (key.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
      headers: () => [...nosniff, ...settings.chatHeaders],
    });
  }

  /** So that the first visitor does not wait for the lists of files. */
  async warmUp(): Promise<void> {
    await Promise.all([this.#hosted?.check('/'), this.#chat.check('/assets/')]);
  }

  tryServe(request: IncomingMessage, response: ServerResponse): boolean {
    const target = request.url ?? '/';
    if (isReserved(target)) return false;
    const parsed = requestPath(target);
    if (parsed === undefined) sendMalformed(request, response, target);
    else if (isReserved(parsed.path) && !target.startsWith('/')) return false;
    else if (request.method !== 'GET' && request.method !== 'HEAD') sendMethodNotAllowed(response);
    else this.#serve(request, response, parsed.path, parsed.search);
    return true;
  }

  [Symbol.dispose](): void {
    this.#hosted?.[Symbol.dispose]();
    this.#chat[Symbol.dispose]();
  }

  #serve(request: IncomingMessage, response: ServerResponse, path: string, search: string): void {
    if (path === '/chat') return redirect(response, 301, `/chat/${safeSearch(search)}`);
    const isChat = path.startsWith('/chat/');
    const table = isChat ? this.#chat : this.#hosted;
    if (table === undefined)
      return path === '/' ? redirect(response, 302, '/chat/') : this.#sendOurNotFound(request, response, path, isChat);
    const asked = { table, key: isChat ? path.slice('/chat'.length) : path, path, search, isChat };
    if (this.#serveKnown(request, response, asked)) return;
    this.#serveLooking(request, response, asked).catch((error: unknown) => this.#fail(response, error));
  }

  /** Answers without waiting for anything, if all that the answer needs was seen lately. */
  #serveKnown(request: IncomingMessage, response: ServerResponse, asked: Asked): boolean {
    const now = performance.now();
    const file = asked.table.file(asked.key);
    if (file === undefined || file.directory.hasNews) return false;
    const current = this.#knownBest(request, file, now);
    if (current === undefined || (current.bytes === undefined && request.method === 'GET')) return false;
    sendHeld(request, response, current);
    return true;
  }

  #knownBest(request: IncomingMessage, file: SiteFile, now: number): Representation | undefined {
    for (const source of this.#sources(request, file)) {
      const current = this.#representations.known(source, now);
      if (current !== 'absent') return current;
    }
    return undefined;
  }

  async #serveLooking(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const { table, key } = asked;
    if (table.isDue(key, performance.now())) await table.check(key);
    const file = table.file(key);
    for (const source of file ? this.#sources(request, file) : []) {
      const current = await this.#representations.look(source);
      if (current === undefined) continue;
      if (current.bytes !== undefined) return sendHeld(request, response, current);
      const opened = await this.#representations.openLarge(source);
      if (opened !== undefined) return sendOpened(request, response, opened.current, opened.handle);
    }
    await this.#serveMissing(request, response, asked);
  }

  /** The ways to answer for a file, best first; the file as it is comes last. */
  #sources(request: IncomingMessage, { source, encoded }: SiteFile): readonly Source[] {
    if (encoded.size === 0) return [source];
    const accepted = this.#codings.of(request.headers['accept-encoding']);
    return [...accepted.flatMap((coding) => encoded.get(coding) ?? []), source];
  }

  async #serveMissing(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const { table, key, path, search, isChat } = asked;
    if (!key.endsWith('/') && table.file(`${key}/`) !== undefined) {
      return redirect(response, 301, `${encodePath(path)}/${safeSearch(search)}`);
    }
    if (path === '/') return redirect(response, 302, '/chat/');
    if (isChat) return this.#sendChatMissing(request, response, asked);
    for (const page of NOT_FOUND_PAGES) {
      const file = table.file(page);
      const current = file && (await this.#representations.look(file.source));
      if (current?.bytes !== undefined) return sendWithStatus(request, response, 404, current);
    }
    this.#sendOurNotFound(request, response, path, false);
  }

  #sendChatMissing(request: IncomingMessage, response: ServerResponse, { table, path }: Asked): void {
    if (table.file('/') === undefined) return sendNotBuilt(request, response);
    this.#sendOurNotFound(request, response, path, true);
  }

  #sendOurNotFound(request: IncomingMessage, response: ServerResponse, asked: string, isChat: boolean): void {
    const links = [{ href: '/chat/', words: 'Go to the chat' }];
    if (this.#hosted && !isChat) links.unshift({ href: '/', words: 'Home' });
    const text = 'There is nothing at this address. It may have moved, or a letter went astray.';
    sendOwnPage(request, response, { status: 404, title: 'This thread ends here', text, asked, links });
  }

  #fail(response: ServerResponse, error: unknown): void {
    this.#log.error({ err: error }, 'could not serve a file');
    if (response.headersSent) return void response.destroy();
    response.writeHead(500, NOTHING).end();
  }

  #warnOnce(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#log.warn(message);
  }
}

function isReserved(path: string): boolean {
  return path.startsWith('/api')
    ? /^\/api(?:[/?#]|$)/.test(path)
    : path.startsWith('/ws') && /^\/ws(?:[/?#]|$)/.test(path);
}

function sendMalformed(request: IncomingMessage, response: ServerResponse, asked: string): void {
  const text = 'Part of it is encoded in a way that has no meaning.';
  const links = [{ href: '/', words: 'Home' }];
  sendOwnPage(request, response, { status: 400, title: 'This address cannot be read', text, asked, links });
}

function sendNotBuilt(request: IncomingMessage, response: ServerResponse): void {
  const text =
    'The server runs, but its page was not built yet. Run npm start, or pnpm build, in the folder of the program.';
  sendOwnPage(request, response, {
    status: 503,
    title: 'The chat is not built yet',
    text,
    links: [{ href: '/chat/', words: 'Try again' }],
  });
}

function sendMethodNotAllowed(response: ServerResponse): void {
  response.writeHead(405, ['Allow', 'GET, HEAD', ...NOTHING]).end();
}

function redirect(response: ServerResponse, status: 301 | 302, location: string): void {
  response.writeHead(status, ['Location', location, 'Cache-Control', 'no-cache', ...NOTHING]).end();
}

/** Each name encoded, so that nothing in it reads as a host, a query or a line's end. */
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function safeSearch(search: string): string {
  return /^\?[\x21-\x7e]*$/.test(search) ? search : '';
}
