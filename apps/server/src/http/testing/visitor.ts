import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The parsed body; undefined where there was none, or it was no JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
  /** The code of a refusal. */
  readonly code: string | undefined;
}

export interface Asking {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody with a jar for cookies, who sends exactly the path and headers it is told to. */
export class Visitor {
  readonly #port: number;
  readonly #headers: Readonly<Record<string, string>>;
  readonly cookies = new Map<string, string>();
  /** Of the last answer that set one. */
  setCookie: string | undefined;

  constructor(port: number, headers: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#headers = headers;
  }

  get token(): string {
    const [token] = this.cookies.values();
    assert.ok(token, 'has a session cookie');
    return token;
  }

  async asks(method: string, path: string, { body, raw, headers = {} }: Asking = {}): Promise<Answered> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = {
      ...(payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
      ...(cookie ? { cookie } : {}),
      ...this.#headers,
      ...headers,
    };
    const answered = await this.#send(method, path, sent, payload);
    this.#keepCookies(answered.headers['set-cookie'] ?? []);
    return answered;
  }

  async registers(name: string, rest: object = {}): Promise<Answered> {
    const answered = await this.asks('POST', '/api/accounts', { body: { name, password: 'correct horse', ...rest } });
    assert.equal(answered.status, 201, answered.text);
    return answered;
  }

  logsIn(name: string, password = 'correct horse'): Promise<Answered> {
    return this.asks('POST', '/api/session', { body: { name, password } });
  }

  /** @returns the new room's id */
  async makesRoom(name: string, kind: 'public' | 'private' = 'public'): Promise<string> {
    const answered = await this.asks('POST', '/api/rooms', { body: { name, kind } });
    assert.equal(answered.status, 201, answered.text);
    return answered.body.room.id;
  }

  async id(): Promise<string> {
    return (await this.asks('GET', '/api/session')).body.account.id;
  }

  #send(method: string, path: string, headers: Record<string, string>, payload?: string | Buffer): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: '127.0.0.1', port: this.#port, method, path, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status, headers } = response;
            const bytes = Buffer.concat(chunks);
            const text = bytes.toString();
            const isJson = text !== '' && (headers['content-type'] ?? '').startsWith('application/json');
            const body = isJson ? JSON.parse(text) : undefined;
            resolve({ status: status!, headers, bytes, text, body, code: body?.error?.code });
          });
        },
      );
      request.on('error', reject);
      request.end(payload);
    });
  }

  #keepCookies(headers: readonly string[]): void {
    for (const header of headers) {
      this.setCookie = header;
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)!;
      if (/Max-Age=0/.test(header)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}
