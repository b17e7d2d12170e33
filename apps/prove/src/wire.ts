import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Down } from '@skein/protocol/down';
import { PROTOCOL_VERSION } from '@skein/protocol/version';
import { type ClientOptions, WebSocket } from 'ws';
import type { Person } from './person.ts';
import { until } from './until.ts';

type FrameOf<T extends Down['t']> = Extract<Down, { t: T }>;

/** A WebSocket without a client around it: it sends what it is told, and keeps what comes. */
export class Wire implements Disposable {
  readonly webSocket: WebSocket;
  readonly frames: Down[] = [];
  /** Why the connection ended; undefined as long as it has not. */
  closeCode: number | undefined;

  constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Down));
    webSocket.on('close', (code) => (this.closeCode = code));
    webSocket.on('error', () => undefined);
  }

  send(frame: unknown): void {
    this.webSocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  of<T extends Down['t']>(type: T): readonly FrameOf<T>[] {
    return this.frames.filter((frame): frame is FrameOf<T> => frame.t === type);
  }

  /** The next frame of a kind after those that came before. */
  async gets<T extends Down['t']>(type: T, count = 1): Promise<FrameOf<T>> {
    return until(`${count} × ${type}`, () => this.of(type)[count - 1]);
  }

  /** Resolves with the close code. */
  closes(): Promise<number> {
    return until('the connection to close', () => this.closeCode);
  }

  [Symbol.dispose](): void {
    this.webSocket.terminate();
  }
}

/** Opens a WebSocket with the person's session, without a word. */
export async function silentWire({ node }: Person, url: string, options: ClientOptions = {}): Promise<Wire> {
  const headers = { cookie: node.jar.header };
  const webSocket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
    perMessageDeflate: false,
    headers,
    ...options,
  });
  const wire = new Wire(webSocket);
  await once(webSocket, 'open');
  return wire;
}

/** Opens a WebSocket, says hello and waits until the server has nothing more to tell. */
export async function liveWire(person: Person, url: string, hello: object = {}): Promise<Wire> {
  const wire = await silentWire(person, url);
  wire.send({ t: 'hello', v: PROTOCOL_VERSION, ...hello });
  await until('a wire to be live', () => wire.of('live').some(({ room }) => room === 'lobby'));
  return wire;
}

export interface UpgradeOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  /** Of this machine, such as `127.0.0.2`. */
  readonly localAddress?: string;
}

const UPGRADE_HEADERS = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.from('sixteen bytes...').toString('base64'),
};

/** Asks for an upgrade by hand. @returns the answer; its socket stays open where it was granted */
export async function upgrade(
  url: string,
  { headers = {}, path = '/ws', localAddress }: UpgradeOptions,
): Promise<IncomingMessage> {
  const from = localAddress === undefined ? {} : { localAddress };
  const asked = request(`${url}${path}`, { headers: { ...UPGRADE_HEADERS, ...headers }, agent: false, ...from });
  asked.end();
  const [answer] = (await Promise.race([once(asked, 'upgrade'), once(asked, 'response')])) as [IncomingMessage];
  return answer;
}
