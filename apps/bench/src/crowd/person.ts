import { connectChat, type ChatClient } from '@skein/client/chat-client';
import { nodeClient, type NodeClient } from '@skein/client/node-platform';
import type { Notice } from '@skein/client/notices';
import { memoryOutbox } from '@skein/client/memory-outbox';
import type { Ack } from '@skein/protocol/posting';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import type { Register } from '@skein/protocol/rest';
import { checkedFetch } from './checked-fetch.ts';
import { checkedSocket } from './checked-socket.ts';
import type { Findings } from './findings.ts';
import { Disappointment, patiently } from './patience.ts';
import { type Transcript, Witness } from './transcript.ts';
import { Waiters } from './waiters.ts';

/** Nothing that a person waits for takes this long, not even behind everybody else's passwords. */
const PATIENCE_MS = 60_000;

export interface PersonOptions {
  readonly url: string;
  readonly name: string;
  readonly findings: Findings;
  readonly transcript: Transcript;
  /** Aborted when the run is over for everybody. */
  readonly signal: AbortSignal;
}

/** One of the crowd: an account, a session and a client, and the verbs of somebody who chats. */
export class Person {
  readonly name: string;
  readonly #password: string;
  readonly #findings: Findings;
  readonly #node: NodeClient;
  readonly #witness: Witness;
  readonly #waiters: Waiters;
  /** As the server sent them. The client takes the message itself for an answer as well. */
  readonly #acks: Ack[] = [];
  readonly #postedAt = new Map<string, number>();
  /** The lines of conversations that were heard, by the mark each begins with. */
  readonly #heard = new Map<string, Message>();
  #client: ChatClient | undefined;
  lobby = '';

  constructor({ url, name, findings, transcript, signal }: PersonOptions) {
    this.name = name;
    this.#password = `the password of ${name}`;
    this.#findings = findings;
    this.#node = nodeClient({
      url,
      WebSocket: checkedSocket(findings, (ack) => this.#acks.push(ack)),
      fetch: checkedFetch(findings),
    });
    this.#witness = new Witness(name, transcript, findings);
    this.#waiters = new Waiters(signal, PATIENCE_MS);
  }

  async registers(extra: Pick<Register, 'code' | 'setup'> = {}): Promise<void> {
    const body = { name: this.name, password: this.#password, ...extra };
    await this.#asks('registering', () => this.#node.rest.register(body));
  }

  async logsIn(): Promise<void> {
    const body = { name: this.name, password: this.#password };
    await this.#asks('logging in', () => this.#node.rest.logIn(body));
  }

  async makesRoom(name: string): Promise<string> {
    return (await this.#asks('making a room', () => this.#node.rest.createRoom({ name, kind: 'public' }))).id;
  }

  /** Opens the chat and waits until nothing is missing. */
  async connects(): Promise<void> {
    const client = connectChat({
      platform: this.#node.platform,
      outbox: memoryOutbox(),
      onError: (error) => this.#findings.problem(`${this.name}: ${String(error)}`),
    });
    this.#client = client;
    client.listen((notice) => {
      this.#hears(notice);
      this.#waiters.look();
    });
    await this.#waits('a complete picture', () => client.status.state === 'live');
  }

  /** Joins a room, or finds to be in it already. */
  async enters(room: string): Promise<void> {
    if (!this.#chat.rooms.has(room)) await this.#asks('joining a room', () => this.#node.rest.joinRoom(room));
    await this.#waits('a room that was joined', () => this.#witness.isThere(room));
    this.#chat.view(room);
  }

  /** Posts a line of a conversation; it is acknowledged later. */
  says(room: string, mark: string, text: string): void {
    this.#chat.typing(room);
    const { id } = this.#chat.post(room, `${mark} ${text}`);
    this.#postedAt.set(id, performance.now());
    this.#findings.posted++;
  }

  /** Waits for a line of a conversation, and has read the room up to there. */
  async listensFor(mark: string): Promise<void> {
    await this.#waits(`the line ${mark}`, () => this.#heard.has(mark));
    const message = this.#heard.get(mark);
    if (message) this.#chat.markRead(message.room, message.n);
  }

  /** Waits until everything said was acknowledged and came back as a message of the room. */
  async isUnderstood(): Promise<void> {
    await this.#waits('every answer', () => this.#chat.outbox.length === 0);
    const isSeen = (): boolean => this.#acks.every((ack) => this.#witness.sawAcked(ack));
    await this.#waits('every message of their own', isSeen);
  }

  /** Ends the session; the server must close the socket, and know the cookie no more. */
  async logsOut(): Promise<void> {
    const since = performance.now();
    await this.#asks('logging out', () => this.#node.rest.logOut());
    const client = this.#client;
    if (client) await this.#seesTheEnd(client, since);
    const session = await this.#node.rest.session();
    if (session.ok) this.#findings.problem(`${this.name} logged out and still had a session`);
  }

  /** Reads all there is of a room, the oldest first, as somebody would who scrolls up. */
  async readsHistory(room: string): Promise<readonly RoomEvent[]> {
    const pages: (readonly RoomEvent[])[] = [];
    for (let before: number | undefined, more = true; more; before = pages[0]?.[0]?.seq) {
      const options = { limit: 200, ...(before === undefined ? {} : { before }) };
      const page = await this.#asks('reading history', () => this.#node.rest.history(room, options));
      pages.unshift(page.events);
      more = page.more && page.events.length > 0;
    }
    return pages.flat();
  }

  /** Whatever happened, nothing of the person is left behind. */
  disappears(): void {
    this.#client?.close();
  }

  get #chat(): ChatClient {
    if (!this.#client) throw new Error(`${this.name} is not connected`);
    return this.#client;
  }

  #asks<T>(what: string, ask: Parameters<typeof patiently<T>>[2]): Promise<T> {
    return patiently(`${this.name}, ${what}`, this.#findings, ask);
  }

  async #waits(what: string, condition: () => boolean): Promise<void> {
    const isThere = await this.#waiters.until(condition);
    if (!isThere) throw new Disappointment(`${this.name} waited in vain for ${what}`);
  }

  async #seesTheEnd(client: ChatClient, since: number): Promise<void> {
    await this.#waits('the end of the connection', () => client.status.state === 'ended');
    this.#findings.slowestLogOutMs = Math.max(this.#findings.slowestLogOutMs, performance.now() - since);
    const { status } = client;
    if (status.state === 'ended' && status.reason !== 'session-ended') {
      this.#findings.problem(`${this.name} logged out, and the connection ended as ${status.reason}`);
    }
  }

  #hears(notice: Notice): void {
    switch (notice.kind) {
      case 'welcome':
        this.lobby = notice.lobby;
        break;
      case 'rooms':
        for (const { id, seq, n } of this.#chat.rooms.values()) {
          if (!this.#witness.isThere(id)) this.#witness.starts(id, seq, n);
        }
        break;
      case 'room':
        if (!this.#witness.isThere(notice.room.id))
          this.#witness.starts(notice.room.id, notice.room.seq, notice.room.n);
        break;
      case 'reset':
        this.#findings.resets++;
        this.#witness.starts(notice.room.id, notice.room.seq, notice.room.n);
        break;
      case 'room-gone':
        this.#findings.problem(`${this.name} lost the room ${notice.room}`);
        this.#witness.leaves(notice.room);
        break;
      case 'event':
        this.#sees(notice.event);
        break;
      case 'acked':
        this.#acknowledged(notice.ack);
        break;
      case 'refused':
        this.#findings.problem(`${this.name} was refused a message: ${notice.error.code}`);
        break;
      case 'error':
        this.#findings.problem(`${this.name} was sent the error ${notice.error.code}`);
        break;
      case 'status':
        if (notice.status.state === 'waiting') this.#findings.reconnects++;
        break;
    }
  }

  #sees(event: RoomEvent): void {
    this.#witness.sees(event);
    if (event.t !== 'message') return;
    this.#findings.deliveries++;
    const mark = event.body.split(' ', 1)[0];
    if (mark) this.#heard.set(mark, event);
  }

  #acknowledged(ack: Ack): void {
    const postedAt = this.#postedAt.get(ack.id);
    if (postedAt !== undefined) this.#findings.latenciesMs.push(performance.now() - postedAt);
  }
}
