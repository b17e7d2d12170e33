import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSite, type Site, type SiteOptions } from '../site.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A site on a port of its own, with the folder that it serves and what was logged. */
export class ServedFolder implements AsyncDisposable {
  readonly base: string;
  readonly folder: string;
  readonly chatFolder: string;
  readonly warnings: string[] = [];
  readonly errors: unknown[] = [];
  #site: Site | undefined;
  #server: Server | undefined;

  private constructor(base: string) {
    this.base = base;
    this.folder = join(base, 'folder');
    this.chatFolder = join(base, 'dist');
  }

  /** `files` are paths below the base: `folder/…`, `dist/…`, or beside them. */
  static async open(files: Record<string, string | Buffer>, options: Partial<SiteOptions> = {}): Promise<ServedFolder> {
    const served = new ServedFolder(await mkdtemp(join(tmpdir(), 'site-')));
    await mkdir(served.folder);
    for (const [path, content] of Object.entries(files)) await served.write(path, content);
    await served.serve(options);
    return served;
  }

  async serve(options: Partial<SiteOptions>): Promise<void> {
    const log = {
      warn: (message: string) => this.warnings.push(message),
      error: (error: unknown) => this.errors.push(error),
    };
    const { folder, chatFolder } = this;
    const site = await openSite({ folder, chatFolder, log, ...options });
    this.#site = site;
    this.#server = createServer((req, res) => {
      if (!site.tryServe(req, res)) res.writeHead(418).end('not of the site');
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    const address = this.#server?.address();
    assert.ok(address && typeof address === 'object');
    return address.port;
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(join(this.base, path)), { recursive: true });
    await writeFile(join(this.base, path), content);
  }

  /** Sends the path as it is: nothing is cleaned on the way. */
  async ask(path: string, { method = 'GET', headers = {} }: AskOptions = {}): Promise<Answer> {
    const asking = request({ host: '127.0.0.1', port: this.port, path, method, headers, agent: false }).end();
    const [response] = await once(asking, 'response');
    const bytes = Buffer.concat(await response.toArray());
    return { status: response.statusCode, headers: response.headers, bytes, text: bytes.toString() };
  }

  /** Asks until the answer fits. The test's own time limit ends what never comes. */
  async askUntil(path: string, fits: (answer: Answer) => boolean, options?: AskOptions): Promise<Answer> {
    for (;;) {
      const answer = await this.ask(path, options);
      if (fits(answer)) return answer;
      await delay(5);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#site?.[Symbol.dispose]();
    await rm(this.base, { recursive: true, force: true });
  }
}
