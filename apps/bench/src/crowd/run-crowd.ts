import { SeededRandom } from '@skein/client/testing/random';
import type { CrowdOptions } from './arguments.ts';
import { checkHistory } from './check-history.ts';
import { converse } from './conversation.ts';
import { Findings } from './findings.ts';
import { Person } from './person.ts';
import { Disappointment } from './patience.ts';
import { Transcript } from './transcript.ts';

/** Argon2 is slow on purpose: more at once would only stand in the server's queue and be sent away. */
const PREPARED_AT_ONCE = 16;

export interface CrowdRun extends Omit<CrowdOptions, 'url'> {
  readonly url: string;
  /** Distinguishes the accounts and rooms of this run from those of earlier ones. */
  readonly tag?: string;
}

/** Where a run stands, for showing. */
export interface CrowdState {
  readonly stage: 'preparing' | 'talking' | 'reading history' | 'over';
  /** What all is done of, for the share that is done. */
  readonly people: number;
  readonly messages: number;
  readonly findings: Findings;
}

/** Two people who talk with each other: one was here before, the other is new. Each waits for the other at the door. */
interface Pair {
  readonly topic: string;
  readonly room: string;
  readonly known: Person;
  readonly newcomer: Person;
}

/**
 * Runs a crowd against a server on which it may register. Everything that is not as it should be is in the findings.
 * @param watch is called at each stage, with findings that go on counting
 */
export async function runCrowd(run: CrowdRun, watch: (state: CrowdState) => void = () => {}): Promise<Findings> {
  const findings = new Findings();
  const messages = run.clients * run.messages;
  const show = (stage: CrowdState['stage']): void => watch({ stage, people: run.clients, messages, findings });
  const over = new AbortController();
  const transcript = new Transcript(findings);
  const tag = run.tag ?? Date.now().toString(36);
  const newPerson = (name: string): Person =>
    new Person({ url: run.url, name: `${name} ${tag}`, findings, transcript, signal: over.signal });
  const people: Person[] = [];
  try {
    show('preparing');
    const known = Array.from({ length: run.clients / 2 }, (_, index) => newPerson(`Known ${index}`));
    const newcomers = Array.from({ length: run.clients / 2 }, (_, index) => newPerson(`Newcomer ${index}`));
    people.push(...known, ...newcomers);
    const rooms = await prepare(run, tag, known, findings);
    const pairs = known.map((person, index) => pairUp(person, newcomers[index], rooms, index));

    show('talking');
    await Promise.all(pairs.map((pair, index) => meet(pair, run, new SeededRandom(run.seed + index), findings)));

    show('reading history');
    const reader = newPerson('Reader');
    people.push(reader);
    await orFind(findings, () => checkHistory(reader, run, rooms, transcript, findings));
  } catch (error) {
    findings.problem(errorToText(error));
  } finally {
    over.abort();
    for (const person of people) person.disappears();
  }
  show('over');
  return findings;
}

/** Half of the accounts are registered before, make the rooms, and log out again. @returns the rooms */
async function prepare(run: CrowdRun, tag: string, known: readonly Person[], findings: Findings): Promise<string[]> {
  const rooms: string[] = [];
  const names = Array.from({ length: run.rooms }, (_, index) => `Room ${index} ${tag}`);
  const queue = [...known.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, person] = next;
      await person.registers(codeOf(run));
      for (let room = index; room < names.length; room += known.length)
        rooms[room] = await person.makesRoom(names[room]!);
      await person.logsOut();
      findings.prepared++;
    }
  };
  await Promise.all(Array.from({ length: PREPARED_AT_ONCE }, worker));
  return rooms;
}

function pairUp(known: Person, newcomer: Person | undefined, rooms: readonly string[], index: number): Pair {
  const room = rooms[index % rooms.length];
  if (!newcomer || !room) throw new Error('every pair has two people and a room');
  return { topic: `[${index}]`, room, known, newcomer };
}

async function meet(pair: Pair, run: CrowdRun, random: SeededRandom, findings: Findings): Promise<void> {
  const { known, newcomer, topic, room } = pair;
  const isBegunByNewcomer = random.chance(0.5);
  const door = new Door();
  const visit = async (person: Person, turn: 0 | 1): Promise<void> => {
    try {
      if (person === known) await known.logsIn().then(() => findings.loggedIn++);
      else await newcomer.registers(codeOf(run)).then(() => findings.registered++);
      await person.connects();
      await person.enters(room);
      await door.bothThere();
      await converse({ person, turn, topic, rooms: [room, person.lobby], messages: run.messages, random });
      await person.logsOut();
      findings.loggedOut++;
    } catch (error) {
      door.isLocked();
      throw error;
    }
  };
  await Promise.all([
    orFind(findings, () => visit(known, isBegunByNewcomer ? 1 : 0)),
    orFind(findings, () => visit(newcomer, isBegunByNewcomer ? 0 : 1)),
  ]);
}

/** Where two people wait for each other. */
class Door {
  readonly #both = Promise.withResolvers<void>();
  #count = 0;

  bothThere(): Promise<void> {
    if (++this.#count === 2) this.#both.resolve();
    return this.#both.promise;
  }

  /** One of them does not come. */
  isLocked(): void {
    this.#both.promise.catch(() => {});
    this.#both.reject(new Disappointment('somebody waited for a partner who could not come'));
  }
}

function codeOf({ code }: CrowdRun): { code?: string } {
  return code === undefined ? {} : { code };
}

async function orFind(findings: Findings, act: () => Promise<void>): Promise<void> {
  await act().catch((error: unknown) => findings.problem(errorToText(error)));
}

function errorToText(error: unknown): string {
  if (error instanceof Disappointment) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
