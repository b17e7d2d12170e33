import { connectChat, type ChatClient } from '@skein/client/chat-client';
import { nodeClient, type NodeClient, type WebSocketWithHeaders } from '@skein/client/node-platform';
import { memoryOutbox } from '@skein/client/memory-outbox';
import { expect } from '@playwright/test';

/** Somebody who takes part without a browser, through the typed client: to say much, or to be somebody among others. */
export class Guest {
  readonly name: string;
  readonly #node: NodeClient;
  readonly #client: ChatClient;

  static async registers(url: string, name: string): Promise<Guest> {
    // Node's WebSocket takes headers as well, which its types do not say.
    const node = nodeClient({ url, WebSocket: WebSocket as unknown as WebSocketWithHeaders });
    const answer = await node.rest.register({ name, password: `${name} has a long password` });
    expect(answer).toMatchObject({ ok: true });
    const guest = new Guest(name, node);
    await expect.poll(() => guest.#client.status.state).toBe('live');
    return guest;
  }

  private constructor(name: string, node: NodeClient) {
    this.name = name;
    this.#node = node;
    this.#client = connectChat({ platform: node.platform, outbox: memoryOutbox() });
  }

  async makesRoom(name: string): Promise<void> {
    expect(await this.#node.rest.createRoom({ name, kind: 'public' })).toMatchObject({ ok: true });
    await this.#has(name);
  }

  async joins(name: string): Promise<void> {
    const found = await this.#node.rest.directory(name);
    const room = found.ok && found.value.rooms.find((room) => room.name === name);
    expect(room, `the room ${name}`).toBeTruthy();
    expect(await this.#node.rest.joinRoom(room ? room.id : '')).toMatchObject({ ok: true });
    await this.#has(name);
  }

  /** Says all this, in this order, and waits until the server has it. */
  async says(room: string, ...texts: readonly string[]): Promise<void> {
    for (const text of texts) this.writes(room, text);
    await expect.poll(() => this.#client.outbox.length, { timeout: 60_000 }).toBe(0);
  }

  /** Writes without waiting for anything. */
  writes(room: string, text: string): void {
    this.#client.post(this.#idOf(room), text);
  }

  /** Waits until search knows every message there is. */
  async findsEverything(): Promise<void> {
    const indexed = async (): Promise<number | undefined> => {
      const answer = await this.#node.rest.search({ query: 'in:lobby', limit: 1 });
      return answer.ok ? (answer.value.indexed ?? 1) : undefined;
    };
    await expect.poll(indexed, { timeout: 600_000, intervals: [500] }).toBe(1);
  }

  /** For an hour. */
  async isNotToBeDisturbed(): Promise<void> {
    const answer = await this.#node.rest.changeAccount({ quietUntil: Date.now() + 60 * 60_000 });
    expect(answer).toMatchObject({ ok: true });
  }

  /** Has a room on screen, where the others see them among those who are here. */
  looksAt(room: string): void {
    this.#client.view(this.#idOf(room));
  }

  /** The names of the rooms that it is in. */
  get rooms(): readonly string[] {
    return [...this.#client.rooms.values()].map(({ name }) => name);
  }

  hangsUp(): void {
    this.#client.close();
  }

  async #has(room: string): Promise<void> {
    await expect.poll(() => this.#idOf(room)).not.toBe('');
  }

  #idOf(name: string): string {
    return [...this.#client.rooms.values()].find((room) => room.name === name)?.id ?? '';
  }
}
