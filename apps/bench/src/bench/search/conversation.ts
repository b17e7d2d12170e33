import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectChat, type ChatClient } from '@skein/client/chat-client';
import { memoryOutbox } from '@skein/client/memory-outbox';
import type { NodeClient } from '@skein/client/node-platform';

/** Some who post in a room in turn, because accounts have a rate, and somebody who hears them. */
export class Conversation implements Disposable {
  readonly #room: string;
  readonly #hearer: ChatClient;
  readonly #posters: readonly ChatClient[];
  /** By body: what to call once it is heard. */
  readonly #expected = new Map<string, () => void>();
  #posted = 0;

  static async of(clients: readonly NodeClient[], room: string): Promise<Conversation> {
    const [hearer, ...posters] = await Promise.all(clients.map(connected));
    return new Conversation(room, hearer!, posters);
  }

  private constructor(room: string, hearer: ChatClient, posters: readonly ChatClient[]) {
    this.#room = room;
    this.#hearer = hearer;
    this.#posters = posters;
    hearer.listen((notice) => {
      if (notice.kind !== 'event' || notice.event.t !== 'message') return;
      const { body } = notice.event;
      this.#expected.get(body)?.();
      this.#expected.delete(body);
    });
  }

  /** Posts at an even pace, however long it takes. @returns milliseconds from each post to when it was heard */
  async talk(perSecond: number, seconds: number): Promise<number[]> {
    const times: number[] = [];
    const beganAt = performance.now();
    const heard: Promise<void>[] = [];
    for (let count = 0; count < perSecond * seconds; count++) {
      await sleep(Math.max(0, beganAt + (count * 1_000) / perSecond - performance.now()));
      heard.push(this.#post(times));
    }
    await Promise.all(heard);
    return times;
  }

  [Symbol.dispose](): void {
    for (const client of [this.#hearer, ...this.#posters]) client.close();
  }

  #post(times: number[]): Promise<void> {
    const number = ++this.#posted;
    const body = `message number ${number}`;
    const startedAt = performance.now();
    return new Promise((resolve) => {
      this.#expected.set(body, () => {
        times.push(performance.now() - startedAt);
        resolve();
      });
      this.#posters[number % this.#posters.length]!.post(this.#room, body);
    });
  }
}

async function connected({ platform }: NodeClient): Promise<ChatClient> {
  const client = connectChat({ platform, outbox: memoryOutbox() });
  const live = new EventTarget();
  const isLive = once(live, 'live');
  client.listen(({ kind }) => {
    if (kind === 'status' && client.status.state === 'live') live.dispatchEvent(new Event('live'));
  });
  await isLive;
  return client;
}
