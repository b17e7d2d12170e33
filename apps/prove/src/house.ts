import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type StartedServer } from '@skein/bench/start';
import { type ClientView, clientListSchema } from '@skein/protocol/rest';
import { type Person, registered } from './person.ts';

export interface HouseOptions {
  /** What the server runs under, such as `strace -D` with its options. */
  readonly under?: readonly string[];
  /** In place of the server's own script: a launcher around it. */
  readonly program?: readonly string[];
  /** Options of the server besides its port and data folder, such as `['--workers', '4']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens, for a server that calls itself by a public URL. */
  readonly localUrl?: string;
}

/** A server under test with a data folder of its own, which outlives the process, and an operator. Anybody may register. */
export class House implements AsyncDisposable {
  readonly #options: HouseOptions;
  readonly #parentFolder: string;
  #server: StartedServer;
  #operator!: Person;

  private constructor(options: HouseOptions, parentFolder: string, server: StartedServer) {
    this.#options = options;
    this.#parentFolder = parentFolder;
    this.#server = server;
  }

  static async open(options: HouseOptions = {}): Promise<House> {
    const parentFolder = await mkdtemp(join(tmpdir(), 'skein-prove-'));
    const { localUrl: _, ...start } = options;
    const server = await startServer({ ...start, dataFolder: join(parentFolder, 'data') });
    const house = new House(options, parentFolder, server);
    try {
      const setup = { token: setupTokenOf(server), registration: 'open' } as const;
      house.#operator = await registered(house.url, 'Operator', { setup });
      return house;
    } catch (error) {
      await house[Symbol.asyncDispose]();
      throw error;
    }
  }

  get server(): StartedServer {
    return this.#server;
  }

  /** Where it listens, whatever its public URL says. */
  get url(): string {
    return this.#options.localUrl ?? this.#server.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get dataFolder(): string {
    return this.#server.dataFolder;
  }

  get operator(): Person {
    return this.#operator;
  }

  /** Starts the server on the same folder and port once its process is gone. */
  async startAgain(): Promise<void> {
    const { localUrl: _, args = [], ...start } = this.#options;
    const { dataFolder, port } = this;
    this.#server = await startServer({ ...start, dataFolder, args: [...args, '--port', String(port)] });
  }

  /** The operator's list of live clients. */
  async clients(): Promise<readonly ClientView[]> {
    const response = await this.operator.node.fetch(`${this.url}/api/operator/clients`);
    return clientListSchema.parse(await response.json()).clients;
  }

  async endClient(id: string): Promise<number> {
    const response = await this.operator.node.fetch(`${this.url}/api/operator/clients/${id}`, { method: 'DELETE' });
    return response.status;
  }

  /** Lines of the server's log that tell of a defect. */
  errors(): readonly string[] {
    return this.#server.log.filter((line) => !isHarmless(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
    await rm(this.#parentFolder, { recursive: true, force: true });
  }
}

export function setupTokenOf({ setupLink }: StartedServer): string {
  const token = setupLink?.split('#setup=')[1];
  if (!token) throw new Error('the server did not print the link of its first run');
  return token;
}

const ERROR_LEVEL = 50;

/** What is no line of the log at all, such as a stack that nobody caught, is not harmless either. */
function isHarmless(line: string): boolean {
  try {
    return (JSON.parse(line) as { level: number }).level < ERROR_LEVEL;
  } catch {
    return false;
  }
}
