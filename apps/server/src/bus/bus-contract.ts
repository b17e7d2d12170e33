import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomEvent } from '@skein/protocol/rooms';
import { Changes } from '../ledger/changes.ts';
import type { Answer, Command, CommandKind } from '../ledger/commands.ts';
import type { Committed, Submission } from '../ledger/ledger.ts';
import { accepted, refused } from '../result.ts';
import type { PublishedEvent } from '../hub/published-event.ts';
import type { BusListener, Ephemeral, HubBus, Revocation } from './bus.ts';

/** The ledger's end of a bus, as far as the contract needs it. */
export interface TestLedger {
  drain(): readonly Submission<unknown>[];
  publish(committed: Committed<unknown>): void;
  isConnected(account: string): boolean;
}

/** One bus with its ends, whatever it runs over. */
export interface TestBus extends AsyncDisposable {
  readonly hubs: readonly HubBus[];
  ledger: TestLedger;
  /** Starts to deliver to a hub's listener. */
  listen(hub: number, listener: BusListener): void;
  /** The ledger dies and another begins. */
  replaceLedger(): void;
}

/** What every bus must do, between threads, processes or machines. */
export function busContract(name: string, openBus: (hubs: number) => TestBus): void {
  const contract = (sentence: string, run: (bus: TestBus) => Promise<void>, hubs = 2): void => {
    void test(`${name}: ${sentence}`, async () => {
      await using bus = openBus(hubs);
      await run(bus);
    });
  };

  contract('a command comes up once, and its answer goes to who asked', async (bus) => {
    const heard = recorders(bus);
    const answers: string[] = [];
    bus.hubs[0]!.submit(postOf('a'), (answer) => answers.push(`first ${seqOf(answer)}`));
    bus.hubs[1]!.submit(postOf('b'), (answer) => answers.push(`second ${seqOf(answer)}`));
    const batch = await drained(bus.ledger, 2);
    assert.deepEqual(batch.map(({ command }) => bodyOf(command)).toSorted(), ['a', 'b']);
    bus.ledger.publish(answering(batch));
    await until(() => answers.length === 2);
    assert.deepEqual(answers.toSorted(), ['first 1', 'second 1']);
    assert.equal(bus.ledger.drain().length, 0);
    assert.equal(bus.hubs[0]!.pending, 0);
    assert.ok(heard[0]!.turns > 0);
  });

  contract('a post comes up as it was written, and its answer comes down as it was given', async (bus) => {
    recorders(bus);
    const answers: Answer<'post'>[] = [];
    const post = { ...postOf('“Grüße” 👋 你好\n\t\u0001'), room: 'x'.repeat(40), id: `${'z'.repeat(35)}_` };
    bus.hubs[0]!.submit(post, (answer) => answers.push(answer));
    bus.hubs[0]!.submit({ ...postOf('late'), after: post.id }, (answer) => answers.push(answer));
    const [first, second] = await drained(bus.ledger, 2);
    assert.deepEqual([first!.command, second!.command], [post, { ...postOf('late'), after: post.id }]);
    const stored = accepted({ seq: 2 ** 40, n: 7, at: 1_800_000_000_123, repeated: true });
    const late = refused('storage_failed', { retryAfterMs: 1_000 });
    const replies = [
      { origin: first!.origin, answer: stored },
      { origin: second!.origin, answer: late },
    ];
    bus.ledger.publish({ changes: changesOf([]), replies });
    await until(() => answers.length === 2);
    assert.deepEqual(answers, [stored, late]);
  });

  contract('one worker’s commands come up in the order in which they were submitted', async (bus) => {
    recorders(bus);
    const bodies = Array.from({ length: 500 }, (_, index) => `${index}`);
    for (const body of bodies) bus.hubs[0]!.submit(postOf(body), () => undefined);
    const batch = await drained(bus.ledger, bodies.length);
    assert.deepEqual(
      batch.map(({ command }) => bodyOf(command)),
      bodies,
    );
  });

  contract('events reach the workers that are interested, in order, and no others', async (bus) => {
    const [first, second] = recorders(bus);
    await bus.hubs[0]!.addInterest('room', 'garden');
    await bus.hubs[1]!.addInterest('room', 'kitchen');
    bus.ledger.publish(saying('garden', 1, 2, 3));
    bus.ledger.publish(saying('kitchen', 1));
    await until(() => first!.events.length === 3 && second!.events.length === 1);
    assert.deepEqual(first!.events, ['garden 1', 'garden 2', 'garden 3']);
    assert.deepEqual(second!.events, ['kitchen 1']);
  });

  contract('a frame arrives byte for byte', async (bus) => {
    const [first] = recorders(bus);
    await bus.hubs[0]!.addInterest('room', 'garden');
    const body = 'ü🧶'.repeat(4_000);
    bus.ledger.publish({ replies: [], changes: changesOf([messageOf('garden', 1, body)]) });
    await until(() => first!.frames.length === 1);
    assert.ok(first!.frames[0]!.includes(body));
  });

  contract('after the interest is withdrawn nothing more comes', async (bus) => {
    const [first, second] = recorders(bus);
    for (const hub of bus.hubs) await hub.addInterest('room', 'garden');
    bus.hubs[0]!.removeInterest('room', 'garden');
    bus.ledger.publish(saying('garden', 1));
    await until(() => second!.events.length === 1);
    assert.deepEqual(first!.events, []);
  });

  contract('the ledger knows who is connected at any worker', async (bus) => {
    recorders(bus);
    for (const hub of bus.hubs) await hub.addInterest('account', 'ada');
    await bus.hubs[1]!.addInterest('room', 'lin');
    assert.deepEqual([bus.ledger.isConnected('ada'), bus.ledger.isConnected('lin')], [true, false]);
    bus.hubs[0]!.removeInterest('account', 'ada');
    await bus.hubs[0]!.addInterest('account', 'eve');
    assert.deepEqual([bus.ledger.isConnected('ada'), bus.ledger.isConnected('eve')], [true, true]);
    bus.hubs[1]!.removeInterest('account', 'ada');
    await until(() => !bus.ledger.isConnected('ada'));
    bus.replaceLedger();
    assert.deepEqual([bus.ledger.isConnected('ada'), bus.ledger.isConnected('eve')], [false, true]);
  });

  contract('interest withdrawn and taken up again at once holds', async (bus) => {
    const [first] = recorders(bus);
    for (let count = 0; count < 50; count++) {
      await bus.hubs[0]!.addInterest('room', 'garden');
      bus.hubs[0]!.removeInterest('room', 'garden');
      await bus.hubs[0]!.addInterest('room', 'garden');
    }
    bus.ledger.publish(saying('garden', 1));
    await until(() => first!.events.length === 1);
  });

  contract(
    'a revocation reaches every worker',
    async (bus) => {
      const heard = recorders(bus);
      bus.ledger.publish({ replies: [], changes: changesOf([], ['one', 'two']) });
      await until(() => heard.every(({ sessions }) => sessions.length === 2));
    },
    3,
  );

  contract(
    'what one worker tells the others reaches them and not itself',
    async (bus) => {
      const heard = recorders(bus);
      bus.hubs[0]!.sendEphemeral({ t: 'typing', room: 'garden', by: 'ada', name: 'Ada' });
      await until(() => heard[1]!.messages.length === 1 && heard[2]!.messages.length === 1);
      assert.deepEqual(heard[0]!.messages, []);
    },
    3,
  );

  contract('after a new ledger began, unanswered posts come up again in order and gaps are looked for', async (bus) => {
    const [first] = recorders(bus);
    const answers: number[] = [];
    for (const body of ['a', 'b', 'c']) bus.hubs[0]!.submit(postOf(body), (answer) => answers.push(seqOf(answer)));
    await drained(bus.ledger, 2);
    bus.replaceLedger();
    const batch = await drained(bus.ledger, 3);
    assert.deepEqual(
      batch.map(({ command }) => bodyOf(command)),
      ['a', 'b', 'c'],
    );
    bus.ledger.publish(answering(batch));
    await until(() => answers.length === 3);
    await until(() => first!.gaps > 0);
  });

  contract(
    'P4: what was sent on behind something that was refused for now does not go to a new ledger',
    async (bus) => {
      recorders(bus);
      const answers: string[] = [];
      const submit = (id: string, after?: string, account = 'ada') => {
        const post = { ...postOf(id), id, account, ...(after === undefined ? {} : { after }) };
        bus.hubs[0]!.submit(post, (answer) => answers.push(`${id} ${answer.ok ? 'stored' : answer.error.code}`));
      };
      submit('a');
      submit('b', 'a');
      submit('x', 'a', 'lin');
      submit('c', 'b');
      const [first] = await drained(bus.ledger, 4);
      const failed = refused('storage_failed', { retryAfterMs: 1_000 });
      bus.ledger.publish({ changes: changesOf([]), replies: [{ origin: first!.origin, answer: failed }] });
      await until(() => answers.length === 1);
      // It comes again before anybody has heard of those behind it.
      submit('a');
      submit('d', 'a');
      bus.replaceLedger();
      const batch = await drained(bus.ledger, 3);
      assert.deepEqual(
        batch.map(({ command }) => bodyOf(command)),
        ['x', 'a', 'd'],
      );
      await until(() => answers.length === 3);
      assert.deepEqual(answers, ['a storage_failed', 'b storage_failed', 'c storage_failed']);
      bus.ledger.publish(answering(batch));
      await until(() => answers.length === 6);
      submit('b');
      submit('c', 'b');
      bus.replaceLedger();
      assert.equal((await drained(bus.ledger, 2)).length, 2, 'what comes again is behind nothing that was refused');
    },
  );

  contract('a command that must not be done twice is answered busy when the ledger dies', async (bus) => {
    recorders(bus);
    const answers: Answer<CommandKind>[] = [];
    const command = { kind: 'create-room', by: 'ada', name: 'x', nameKey: 'x', roomKind: 'public' } as const;
    bus.hubs[0]!.submit(command, (answer) => answers.push(answer));
    await drained(bus.ledger, 1);
    bus.replaceLedger();
    await until(() => answers.length === 1);
    assert.equal(answers[0]!.ok ? '' : answers[0]!.error.code, 'busy');
  });

  contract('when the way up is full the answer is busy, and what is on the way is kept', async (bus) => {
    recorders(bus);
    let busy = 0;
    let submitted = 0;
    const body = 'x'.repeat(16_000);
    while (busy === 0) {
      bus.hubs[0]!.submit(postOf(body), (answer) => answer.ok || (busy += answer.error.code === 'busy' ? 1 : 0));
      submitted++;
    }
    const batch = await drained(bus.ledger, submitted - 1);
    assert.equal(batch.length, submitted - 1);
  });

  contract('what finds no room when it goes up again is refused with all that is behind it', async (bus) => {
    recorders(bus);
    const answers: string[] = [];
    const bodies = Array.from({ length: 1_000 }, (_, index) => `${index} ${'x'.repeat(16_000)}`).concat('small');
    for (const body of bodies) {
      bus.hubs[0]!.submit(postOf(body), (answer) => answers.push(answer.ok ? 'stored' : answer.error.code));
      await drained(bus.ledger, 1);
    }
    bus.replaceLedger();
    await until(() => answers.length > 0);
    const batch = await drained(bus.ledger, bodies.length - answers.length);
    const isPrefix = batch.every(({ command }, index) => bodyOf(command) === bodies[index]);
    assert.ok(isPrefix, 'a later one went up before an earlier one');
    assert.deepEqual(new Set(answers), new Set(['busy']));
  });
}

/** Writes down what a worker hears. */
class Recorder implements BusListener {
  readonly events: string[] = [];
  readonly frames: string[] = [];
  readonly sessions: string[] = [];
  readonly messages: Ephemeral[] = [];
  gaps = 0;
  turns = 0;

  event({ id, seq, frame }: PublishedEvent): void {
    this.events.push(`${id} ${seq}`);
    this.frames.push(frame.toString());
  }

  revoked({ sessions }: Revocation): void {
    this.sessions.push(...sessions);
  }

  ephemeral(message: Ephemeral): void {
    this.messages.push(message);
  }

  gapsPossible(): void {
    this.gaps++;
  }

  turnEnds(): void {
    this.turns++;
  }

  peerGone(): void {}

  rosterWanted(): void {}
}

function recorders(bus: TestBus): readonly Recorder[] {
  return bus.hubs.map((_, hub) => {
    const recorder = new Recorder();
    bus.listen(hub, recorder);
    return recorder;
  });
}

function postOf(body: string) {
  return { kind: 'post', account: 'ada', room: 'garden', id: 'AAAAAAAAAAAAAAAA', body } as const;
}

function bodyOf(command: Command): string {
  return command.kind === 'post' ? command.body : command.kind;
}

function seqOf(answer: Answer<'post'>): number {
  return answer.ok ? answer.value.seq : -1;
}

function answering(batch: readonly Submission<unknown>[]): Committed<unknown> {
  const answer = accepted({ seq: 1, n: 1, at: 1, repeated: false });
  return { changes: changesOf([]), replies: batch.map(({ origin }) => ({ origin, answer })) };
}

function saying(room: string, ...seqs: readonly number[]): Committed<unknown> {
  return { replies: [], changes: changesOf(seqs.map((seq) => messageOf(room, seq, 'hello'))) };
}

function messageOf(room: string, seq: number, body: string) {
  return { t: 'message', room, seq, at: 1, n: seq, by: 'ada', name: 'Ada', id: 'AAAAAAAAAAAAAAAA', body } as const;
}

function changesOf(roomEvents: readonly RoomEvent[], endedSessions: readonly string[] = []): Changes {
  const changes = new Changes();
  changes.roomEvents.push(...roomEvents);
  changes.endedSessions.push(...endedSessions);
  return changes;
}

async function drained(ledger: TestLedger, count: number): Promise<readonly Submission<unknown>[]> {
  const batch: Submission<unknown>[] = [];
  await until(() => {
    batch.push(...ledger.drain());
    return batch.length >= count;
  });
  return batch;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setImmediate(resolve));
}
