import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { oneOf, type Random } from '../random.ts';

const HANG_MS = 1_500;

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * Stands between clients and the server, and does what networks do: a connection is cut in the middle of whatever it carried;
 * it goes half open, where nothing comes through any more and nobody is told; or it hangs for a while and goes on.
 */
export class BadNetwork implements Disposable {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  readonly #hung = new Set<Link>();
  readonly #dead = new Set<Link>();
  readonly #random: Random;
  #timer: NodeJS.Timeout | undefined;
  cuts = 0;
  halfOpen = 0;
  hangs = 0;

  private constructor(server: Server, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  static async to(port: number, random: Random): Promise<BadNetwork> {
    const server = createServer((client) => network.#link(client, connect({ port, host: '127.0.0.1' })));
    const network = new BadNetwork(server, random);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Something happens to one of the connections about this often, until `calmsDown`. */
  storms(everyMs: number): void {
    this.#timer = setInterval(() => this.#happens(), everyMs);
  }

  calmsDown(): void {
    clearInterval(this.#timer);
  }

  /** Ends what is half open, so that both sides know. */
  heals(): void {
    for (const link of this.#dead) end(link);
    this.#dead.clear();
  }

  [Symbol.dispose](): void {
    this.calmsDown();
    this.heals();
    this.#server.close();
    for (const link of [...this.#links, ...this.#hung]) end(link);
  }

  #link(client: Socket, server: Socket): void {
    const link = { client, server };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#closed(link));
    }
    this.#join(link);
  }

  #happens(): void {
    if (this.#links.size === 0) return;
    const link = oneOf(this.#random, [...this.#links]);
    const chance = this.#random();
    if (chance < 0.6) this.#cut(link);
    else if (chance < 0.8) this.#halfOpen(link);
    else this.#hang(link);
  }

  #cut(link: Link): void {
    this.cuts++;
    end(link);
  }

  #halfOpen(link: Link): void {
    this.halfOpen++;
    this.#links.delete(link);
    this.#dead.add(link);
    separate(link);
    // Whatever still comes is swallowed, until one side gives it up.
    link.client.on('close', () => link.server.destroy()).resume();
    link.server.on('close', () => link.client.destroy()).resume();
  }

  #hang(link: Link): void {
    this.hangs++;
    // Nothing else happens to it meanwhile: what is half open must not come to life again without what it swallowed.
    this.#links.delete(link);
    this.#hung.add(link);
    separate(link);
    setTimeout(() => this.#hung.delete(link) && this.#join(link), HANG_MS * this.#random()).unref();
  }

  #join(link: Link): void {
    this.#links.add(link);
    link.client.pipe(link.server);
    link.server.pipe(link.client);
  }

  #closed(link: Link): void {
    if (this.#links.delete(link) || this.#hung.delete(link)) end(link);
  }
}

function separate({ client, server }: Link): void {
  client.unpipe(server).pause();
  server.unpipe(client).pause();
}

function end({ client, server }: Link): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}
