import assert from 'node:assert/strict';
import type { PushPayload } from '@skein/protocol/push';
import type { RoomPreferences } from '@skein/protocol/rooms';
import { pino } from 'pino';
import { LedgerHouse } from '../../ledger/testing/ledger-house.ts';
import { LOBBY_ID } from '../../storage/lobby.ts';
import { openPushSource } from '../../storage/sqlite/push-source.ts';
import { PushFile, type Subscription } from '../push-file.ts';
import { PushFollower } from '../push-follower.ts';
import { PushSender } from '../push-sender.ts';
import type { Delivery } from '../push-service.ts';

/** A ledger with people, and what tells their devices, over push services that only write down what comes. */
export class PushHouse implements AsyncDisposable {
  readonly house: LedgerHouse;
  /** What came, by the name of the device. */
  readonly told: { readonly device: string; readonly payload: PushPayload; readonly topic: string }[] = [];
  /** What push services say from now on. */
  answer: Delivery = { kind: 'taken' };
  /** Devices whose keys are none: nothing can be encrypted for them. */
  readonly brokenDevices = new Set<string>();
  nowMs = 10_000;
  #push: ReturnType<PushHouse['open']>;
  #lastPost = 0;

  static async open(): Promise<PushHouse> {
    return new PushHouse(await LedgerHouse.open());
  }

  private constructor(house: LedgerHouse) {
    this.house = house;
    this.#push = this.open();
  }

  /** The background thread dies and another begins. */
  restarts(): void {
    this.#close();
    this.#push = this.open();
  }

  async posts(account: string, body: string, room: string = LOBBY_ID): Promise<number> {
    const id = `post-${++this.#lastPost}`.padEnd(16, '-');
    const posted = await this.house.does({ kind: 'post', account, room, id, body });
    assert.ok(posted.ok);
    return posted.value.seq;
  }

  /** @returns the seq of the edit */
  async edits(account: string, message: number, body: string): Promise<number> {
    const id = `edit-${++this.#lastPost}`.padEnd(16, '-');
    const edited = await this.house.does({ kind: 'edit', account, room: LOBBY_ID, message, id, body });
    assert.ok(edited.ok);
    return edited.value.seq;
  }

  /** Registers somebody who wants to hear of everything in the Lobby, on a device of their name. */
  async joins(name: string): Promise<string> {
    const account = await this.house.registers(name);
    await this.wants(account, { level: 'all' });
    this.subscribes(account, name, `session of ${name}`);
    return account;
  }

  async wants(account: string, preferences: RoomPreferences, room: string = LOBBY_ID): Promise<void> {
    assert.ok((await this.house.does({ kind: 'set-preferences', account, room, preferences })).ok);
  }

  subscribes(account: string, device: string, session: string): void {
    this.#push.file.subscribe(subscriptionOf(account, device, session), this.nowMs);
    this.follows();
  }

  follows(): void {
    while (this.#push.follower.step()) continue;
  }

  async sends(): Promise<void> {
    while (await this.#push.sender.step()) continue;
  }

  /** Follows, waits for as long as people have to read for themselves, and sends. */
  async passes(ms = 20_000): Promise<void> {
    this.follows();
    this.nowMs += ms;
    await this.sends();
  }

  get file(): PushFile {
    return this.#push.file;
  }

  /** `device: text` of each message told. */
  get texts(): readonly string[] {
    return this.told.map(({ device, payload }) =>
      payload.t === 'message' ? `${device}: ${payload.text}` : `${device}: (read)`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    await this.house[Symbol.asyncDispose]();
  }

  open() {
    const source = openPushSource(this.house.file('skein.db'));
    const file = new PushFile(this.house.file('push.db'));
    const now = (): number => this.nowMs;
    const deliver = async ({ endpoint }: Subscription, payload: PushPayload, topic: string): Promise<Delivery> => {
      const device = new URL(endpoint).pathname.slice(1);
      if (this.brokenDevices.has(device)) throw new Error('the key is none');
      if (this.answer.kind === 'taken') this.told.push({ device, payload, topic });
      return this.answer;
    };
    const follower = new PushFollower({ source, file, now });
    const sender = new PushSender({ source, file, deliver, now, log: pino({ level: 'silent' }) });
    return { source, file, follower, sender };
  }

  #close(): void {
    this.#push.file[Symbol.dispose]();
    this.#push.source[Symbol.dispose]();
  }
}

export function subscriptionOf(account: string, device: string, session: string): Subscription {
  const keys = { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
  return { endpoint: `https://push.example.org/${device}`, keys, account, session };
}
