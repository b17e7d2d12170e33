import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message, RoomEvent } from '@skein/protocol/rooms';
import { Findings } from './findings.ts';
import { Transcript, Witness } from './transcript.ts';

function message(seq: number, n: number, changes: Partial<Message> = {}): RoomEvent {
  const id = `message-${n}`.padEnd(16, '-');
  return { t: 'message', room: 'lobby', seq, n, by: 'ada', name: 'Ada', at: 1, id, body: 'hi', ...changes };
}

function watch(...sights: (readonly RoomEvent[])[]): { findings: Findings; witnesses: Witness[] } {
  const findings = new Findings();
  const transcript = new Transcript(findings);
  const witnesses = sights.map((events, index) => {
    const witness = new Witness(`witness ${index}`, transcript, findings);
    witness.starts('lobby', 4, 2);
    for (const event of events) witness.sees(event);
    return witness;
  });
  return { findings, witnesses };
}

test('two who saw the same are no problem, also where one left earlier', () => {
  const { findings } = watch([message(5, 3), message(6, 4)], [message(5, 3)]);
  assert.deepEqual(findings.problems, []);
});

for (const [what, events] of [
  ['another body', [message(5, 3, { body: 'ho' })]],
  ['another author', [message(5, 3, { by: 'lin' })]],
  ['another order', [message(5, 3, { id: 'message-4-------' })]],
  ['a gap', [message(6, 4)]],
  ['an event twice', [message(5, 3), message(5, 3)]],
  ['a message number left out', [message(5, 4)]],
  ['an event of another room', [message(5, 3, { room: 'club' })]],
] as const) {
  test(`${what} is a problem`, () => {
    const { findings } = watch([message(5, 3), message(6, 4)], events);
    assert.ok(findings.hasProblems);
  });
}

test('an acknowledgement must name the place where the message was seen', () => {
  const { findings, witnesses } = watch([message(5, 3)]);
  const [witness] = witnesses;
  const id = 'message-3-------';
  assert.equal(witness?.sawAcked({ id: 'message-9-------', room: 'lobby', seq: 9 }), false);
  assert.equal(witness?.sawAcked({ id, room: 'lobby', seq: 5 }), true);
  assert.deepEqual(findings.problems, []);
  witness?.sawAcked({ id, room: 'lobby', seq: 6 });
  assert.deepEqual(findings.problems, ['witness 0 saw a message at lobby/5 that was acknowledged at lobby/6']);
});

test('someone who was told to start anew has no gap', () => {
  const { findings, witnesses } = watch([message(5, 3)]);
  witnesses[0]?.starts('lobby', 20, 10);
  witnesses[0]?.sees(message(21, 11));
  assert.deepEqual(findings.problems, []);
});
