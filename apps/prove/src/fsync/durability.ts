import type { Call } from './trace.ts';

/** A message by its client id and its body, one of `tracedBody`. */
export interface TracedMessage {
  readonly id: string;
  readonly body: string;
}

/** A body that is found again among the bytes of a page. */
export function tracedBody(number: number): string {
  return `traced message ${String(number).padStart(8, '0')}`;
}

const BODY = /traced message \d{8}/g;
const ID = /"id":"([-\w]{16})"/g;

/** Where in the trace a message became durable, and where it was first told of. */
export interface Course {
  /** Its page was written to the log, in this frame. */
  writtenAt?: number;
  /** The frame that ends its transaction was. */
  committedAt?: number;
  /** A sync of the log that began after that was over. */
  syncedAt?: number;
  /** The first byte about it left for any client: an acknowledgement or the message itself. */
  toldAt?: number;
  acknowledgedAt?: number;
}

export interface Verdict {
  readonly courses: ReadonlyMap<string, Course>;
  readonly commits: number;
  readonly syncs: number;
  readonly objections: readonly string[];
}

/** A frame of SQLite's write-ahead log: this header, then the page. https://www.sqlite.org/fileformat2.html#wal_file_format */
const FRAME_HEADER_BYTES = 24;
const PAGES_AFTER_COMMIT_AT = 4;
const LOG = /-wal$/;
const SOCKET = /^TCP/;
const SYNCS = new Set(['fsync', 'fdatasync']);

/**
 * Follows each message through the system calls of a server: the write of its own row to the write-ahead log, the end of its
 * transaction there, a sync of the log that began later and was over, and only then the first byte to any client that
 * tells of it.
 */
export async function judgeDurability(
  calls: AsyncIterable<Call>,
  messages: readonly TracedMessage[],
): Promise<Verdict> {
  const judge = new Judge(messages);
  for await (const call of calls) judge.hears(call);
  return judge.verdict(messages);
}

class Judge {
  readonly #courses = new Map<string, Course>();
  readonly #idsByBody: ReadonlyMap<string, string>;
  readonly #ids: ReadonlySet<string>;
  /** Written in a transaction that has not ended. */
  #open: Course[] = [];
  /** Ended in the log, and not synced. */
  #unsynced: Course[] = [];
  /** What the sync that is under way covers, by the line at which it began. */
  readonly #syncing = new Map<number, Course[]>();
  #commits = 0;
  #syncs = 0;
  #isCommitFrame = false;

  constructor(messages: readonly TracedMessage[]) {
    this.#idsByBody = new Map(messages.map(({ id, body }) => [body, id]));
    this.#ids = new Set(messages.map(({ id }) => id));
  }

  hears(call: Call): void {
    if (SYNCS.has(call.name)) {
      if (LOG.test(call.target)) this.#syncsLog(call);
    } else if (LOG.test(call.target)) {
      if (call.result !== undefined) this.#logs(call);
    } else if (SOCKET.test(call.target)) {
      this.#tells(call);
    }
  }

  verdict(messages: readonly TracedMessage[]): Verdict {
    const objections = messages.flatMap(({ id }) => objectionTo(id, this.#courses.get(id) ?? {}));
    return { courses: this.#courses, commits: this.#commits, syncs: this.#syncs, objections };
  }

  #logs({ data, endedAt, result }: Call): void {
    if (result !== data.length) return;
    if (data.length === FRAME_HEADER_BYTES) {
      this.#isCommitFrame = data.readUInt32BE(PAGES_AFTER_COMMIT_AT) !== 0;
      return;
    }
    for (const [body] of data.toString('latin1').matchAll(BODY)) {
      const id = this.#idsByBody.get(body);
      if (id === undefined || !data.includes(id)) continue;
      const course = this.#courseOf(id);
      if (course.writtenAt !== undefined) continue;
      course.writtenAt = endedAt;
      this.#open.push(course);
    }
    if (this.#isCommitFrame) this.#commitsAt(endedAt);
  }

  #commitsAt(line: number): void {
    this.#isCommitFrame = false;
    this.#commits++;
    for (const course of this.#open) course.committedAt = line;
    this.#unsynced.push(...this.#open.splice(0));
  }

  #syncsLog({ beganAt, endedAt, result }: Call): void {
    if (!this.#syncing.has(beganAt)) this.#syncing.set(beganAt, this.#unsynced.splice(0));
    if (result === undefined) return;
    const covered = this.#syncing.get(beganAt)!;
    this.#syncing.delete(beganAt);
    if (result !== 0) return void this.#unsynced.push(...covered);
    this.#syncs++;
    for (const course of covered) course.syncedAt = endedAt;
  }

  #tells({ data, beganAt }: Call): void {
    const text = data.toString('latin1');
    for (const { 1: id = '', index } of text.matchAll(ID)) {
      if (!this.#ids.has(id)) continue;
      const frame = text.slice(text.lastIndexOf('{', index), text.indexOf('}', index));
      // "Not now", to whom it is from: nothing is said of it as being there.
      if (frame.includes('"t":"refused"')) continue;
      const course = this.#courseOf(id);
      course.toldAt ??= beganAt;
      if (frame.includes('"t":"ack"')) course.acknowledgedAt ??= beganAt;
    }
  }

  #courseOf(id: string): Course {
    const course = this.#courses.get(id) ?? {};
    this.#courses.set(id, course);
    return course;
  }
}

function objectionTo(id: string, { writtenAt, committedAt, syncedAt, toldAt, acknowledgedAt }: Course): string[] {
  if (acknowledgedAt === undefined) return [`${id}: its acknowledgement was not found among what was sent`];
  if (writtenAt === undefined) return [`${id}: acknowledged at line ${acknowledgedAt}, and never written to the log`];
  if (committedAt === undefined) return [`${id}: written at line ${writtenAt}, and its transaction never ended`];
  const committed = `${id}: committed at line ${committedAt} of the trace`;
  if (syncedAt === undefined) return [`${committed}, acknowledged at ${acknowledgedAt}, and never synced`];
  if (toldAt! < syncedAt) return [`${committed}, told at ${toldAt}, and synced only at ${syncedAt}`];
  return [];
}
