import { createHash } from 'node:crypto';
import { withNames } from '@skein/protocol/mention-text';
import type { PushPayload } from '@skein/protocol/push';
import type { Log } from '../log.ts';
import type { PushSource } from './push-source.ts';
import { isUnopened, isUnread, wishes, wishesInvitation } from './wishes.ts';
import type { PushFile, Shown, Waiting } from './push-file.ts';
import type { Deliver, Delivery } from './push-service.ts';

const AT_ONCE = 8;
const MOST_TRIES = 12;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 60 * 60_000;
/** What encryption and a push service leave of 4 kB is more; a screen shows less. */
const TEXT_LENGTH = 300;

export interface PushSenderOptions {
  readonly source: PushSource;
  readonly file: PushFile;
  readonly deliver: Deliver;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Tells devices what waits for them, and takes back what was read elsewhere or is deleted since. Everything is judged as it is by then: a message
 * that was read, deleted, or is of a room that was left is told to nobody. A crash between the push service's answer and the row
 * that says so sends once more; the same topic and tag make one notification of both.
 */
export class PushSender {
  readonly #options: PushSenderOptions;

  constructor(options: PushSenderOptions) {
    this.#options = options;
  }

  /** @returns whether more is due */
  async step(): Promise<boolean> {
    const { file, now } = this.#options;
    const due = file.due(now(), AT_ONCE);
    await Promise.all(due.map((waiting) => this.#tell(waiting)));
    const past = file
      .allShown(now())
      .filter((shown) => this.#isReadElsewhere(shown) || this.#isGone(shown))
      .slice(0, AT_ONCE);
    await Promise.all(past.map((shown) => this.#takeBack(shown)));
    return due.length === AT_ONCE;
  }

  async #tell(waiting: Waiting): Promise<void> {
    const { file, now } = this.#options;
    const subscription = this.#livingSubscription(waiting.endpoint);
    if (!subscription) return;
    const payload = this.#payloadOf(waiting, subscription.account);
    if (!payload) return file.done(waiting);
    const delivery = await this.#deliver(subscription, payload, topicOf(waiting.room));
    if (delivery.kind === 'taken') {
      file.done(waiting);
      // Read or deleted while it was on its way: it is taken back by the next step.
      const { endpoint, room, seq, n } = waiting;
      return file.show({ endpoint, room, seq, n, sentAt: now() });
    }
    this.#failed(waiting, delivery);
  }

  #payloadOf(waiting: Waiting, account: string): PushPayload | undefined {
    const { source, now } = this.#options;
    const { room: id, seq, count } = waiting;
    if (count === 0) return this.#invitationOf(waiting);
    const [room, message] = [source.room(id), source.messageAt(id, seq)];
    if (!room || !message || source.membersAmong(id, [account]).length === 0) return undefined;
    if (!isUnread(source, account, message) || !wishes(source, id, account)(message, now())) return undefined;
    const said = message.body === '' ? source.fileNames(id, seq).join(', ') : message.body;
    if (said === '') return undefined;
    const title = room.kind === 'direct' ? message.authorName : room.name;
    const text = beginningOf(withNames(said, (mentioned) => source.nameOf(mentioned)));
    const toldAt = source.told(account, id, seq)?.edit ?? seq;
    return { t: 'message', room: id, title, by: message.authorName, text, more: count - 1, seq: toldAt, message: seq };
  }

  #invitationOf({ room: id, seq }: Waiting): PushPayload | undefined {
    const { source, now } = this.#options;
    const [room, invitation] = [source.room(id), source.invitationAt(id, seq)];
    if (!room || !invitation || !wishesInvitation(source, invitation, now())) return undefined;
    return { t: 'invited', room: id, title: room.name, by: invitation.byName, seq };
  }

  /** Tried once: a notification that stays is no harm. */
  async #takeBack(shown: Shown): Promise<void> {
    const { file } = this.#options;
    file.unshow(shown);
    const subscription = this.#livingSubscription(shown.endpoint);
    if (subscription) await this.#deliver(subscription, { t: 'read', room: shown.room }, topicOf(shown.room));
  }

  /** Keys and addresses are strangers' words: what cannot even be sent holds up nobody else. */
  async #deliver(...message: Parameters<Deliver>): Promise<Delivery> {
    try {
      return await this.#options.deliver(...message);
    } catch (error) {
      return { kind: 'refused', why: String(error) };
    }
  }

  #isReadElsewhere(shown: Shown): boolean {
    const { source, file } = this.#options;
    const subscription = file.subscription(shown.endpoint);
    return subscription !== undefined && !isUnread(source, subscription.account, shown);
  }

  /** Of a message that was deleted, or has expired, nothing is left to tell, nor of a room that was opened since. */
  #isGone({ room, seq }: Shown): boolean {
    const { source } = this.#options;
    const message = source.messageAt(room, seq);
    const invitation = message ? undefined : source.invitationAt(room, seq);
    if (invitation) return !isUnopened(source, invitation);
    return !message || (message.body === '' && source.fileNames(room, seq).length === 0);
  }

  /** A subscription ends with the session it was made in. */
  #livingSubscription(endpoint: string) {
    const { source, file, now } = this.#options;
    const subscription = file.subscription(endpoint);
    if (subscription && source.isAlive(subscription.session, now())) return subscription;
    file.forget(endpoint);
    return undefined;
  }

  #failed(waiting: Waiting, delivery: Exclude<Delivery, { kind: 'taken' }>): void {
    const { file, log, now } = this.#options;
    if (delivery.kind === 'gone') return file.forget(waiting.endpoint);
    const host = new URL(waiting.endpoint).host;
    if (delivery.kind === 'refused' || waiting.tries + 1 >= MOST_TRIES) {
      log.warn({ host, why: delivery.why }, 'a push service takes no notification for a device; it is dropped');
      return file.done(waiting);
    }
    log.debug({ host, why: delivery.why }, 'a push service did not take a notification; it is sent again');
    const backoffMs = Math.max(delivery.retryAfterMs ?? 0, FIRST_RETRY_MS * 2 ** waiting.tries);
    file.putOff(waiting, now() + Math.min(LAST_RETRY_MS, Math.ceil(backoffMs)));
  }
}

function beginningOf(text: string): string {
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH).toWellFormed()}…` : text;
}

/** At most 32 letters that are safe in a URL, and nothing that says which room it is (RFC 8030, section 5.4). */
function topicOf(room: string): string {
  return createHash('sha256').update(`push topic ${room}`).digest('base64url').slice(0, 32);
}
