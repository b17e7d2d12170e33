import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf } from '../words/intl.ts';
import type { PendingChange } from './pending-changes.ts';
import { NOON, message, messages } from './testing.ts';
import { type PendingMessage, type Row, toRows } from './timeline-rows.ts';

const MINUTE = 60_000;
const plain = { readUpTo: undefined, dayOf };
const sending = (changes: Partial<PendingMessage> = {}): PendingMessage => ({
  ...{ id: '0000000000000099', by: 'ada', name: 'Ada', at: NOON, body: 'soon', standing: { state: 'sending' } },
  ...changes,
});
const kinds = (rows: readonly Row[]): string[] => rows.map(({ kind }) => kind);
const heads = (rows: readonly Row[]): boolean[] => rows.flatMap((row) => ('isHead' in row ? [row.isHead] : []));

test('messages of one author make a group with one head', () => {
  const rows = toRows([message(1), message(2), message(3, { by: 'lin' }), message(4)], [], plain);
  assert.deepEqual(kinds(rows), ['day', 'message', 'message', 'message', 'message']);
  assert.deepEqual(heads(rows), [true, false, true, true]);
});

test('after a pause the same author gets a head again', () => {
  const rows = toRows([message(1), message(2, { at: NOON + 11 * MINUTE })], [], plain);
  assert.deepEqual(heads(rows), [true, true]);
});

test('each day begins with its name, and with a new group', () => {
  const rows = toRows([message(1), message(2, { at: NOON + 24 * 60 * MINUTE })], [], plain);
  assert.deepEqual(kinds(rows), ['day', 'message', 'day', 'message']);
  assert.deepEqual(heads(rows), [true, true]);
});

test('who came and went is one line until somebody speaks', () => {
  const joined = (seq: number) =>
    ({ t: 'joined', room: 'lobby', seq, at: NOON, by: `p${seq}`, name: `P${seq}` }) as const;
  const rows = toRows([joined(1), joined(2), message(3), joined(4)], [], plain);
  assert.deepEqual(kinds(rows), ['day', 'changes', 'message', 'changes']);
  assert.equal(rows[1]!.kind === 'changes' && rows[1]!.changes.length, 2);
});

test('the line is above the first message that was not read, and opens a group', () => {
  const rows = toRows(messages(1, 4), [], { readUpTo: 2, dayOf });
  assert.deepEqual(kinds(rows), ['day', 'message', 'message', 'unread', 'message', 'message']);
  assert.deepEqual(heads(rows), [true, false, true, false]);
});

test('with everything read there is no line', () => {
  assert.ok(!kinds(toRows(messages(1, 4), [], { readUpTo: 4, dayOf })).includes('unread'));
});

test('a message on its way stands at the end, in its author’s group', () => {
  const rows = toRows([message(1)], [sending()], plain);
  assert.deepEqual(kinds(rows), ['day', 'message', 'pending']);
  assert.deepEqual(heads(rows), [true, false]);
});

test('a message keeps its key when it is stored, so its element stays', () => {
  const pending = sending();
  const before = toRows([message(1)], [pending], plain).at(-1);
  const after = toRows([message(1), message(2, { id: pending.id })], [], plain).at(-1);
  assert.equal(before?.key, after?.key);
});

test('a message that is stored and still on its way is shown once', () => {
  const pending = sending();
  const rows = toRows([message(1, { id: pending.id })], [pending], plain);
  assert.deepEqual(kinds(rows), ['day', 'message']);
});

test('the same client id of two authors is two messages', () => {
  const rows = toRows([message(1), message(2, { id: message(1).id, by: 'lin' })], [], plain);
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
});

test('a clock that is behind the server’s opens no day of its own', () => {
  const rows = toRows([message(1)], [sending({ at: NOON - 48 * 60 * MINUTE })], plain);
  assert.deepEqual(kinds(rows), ['day', 'message', 'pending']);
});

test('a broadcast is never in the group of the account that carries it', () => {
  const rows = toRows([message(1), message(2, { from: 'server' }), message(3)], [], plain);
  assert.deepEqual(heads(rows), [true, true, true]);
});

const changing = (message: number, standing: PendingChange['standing']): PendingChange => ({
  ...{ ...sending(), id: `change ${message}`, room: 'lobby', t: 'edit', message, body: 'better', standing },
});

test('a change on its way stands at its message, the last of several', () => {
  const first = changing(2, { state: 'stored' });
  const last = { ...changing(2, { state: 'sending' }), id: 'last' };
  const rows = toRows(messages(1, 3), [], { ...plain, changes: [first, last] });
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'message' ? [row.change?.id] : [])),
    [undefined, 'last', undefined],
  );
});

test('a refused change stands at the end where its message is deleted or not there', () => {
  const refused = { state: 'refused', error: { code: 'message_deleted' } } as const;
  const trace = { seq: 4, at: NOON, by: 'lin', name: 'Lin' };
  const events = [message(1), message(2, { body: '', deleted: trace })];
  const rows = toRows(events, [], { ...plain, changes: [changing(2, refused), changing(90, refused)] });
  assert.deepEqual(kinds(rows), ['day', 'message', 'message', 'pending', 'pending']);
  const waiting = toRows(events, [], { ...plain, changes: [changing(90, { state: 'sending' })] });
  assert.deepEqual(kinds(waiting), ['day', 'message', 'message']);
});
