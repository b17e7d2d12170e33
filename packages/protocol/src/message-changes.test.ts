import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, repliedTo, repliesRead, requoted, shown, tagged } from './message-changes.ts';
import type { Deleted, Edited, Message, TagEvent } from './rooms.ts';

const posted: Message = {
  t: 'message',
  room: 'tea',
  seq: 2,
  n: 1,
  at: 1,
  by: 'ada',
  name: 'Ada',
  id: 'AAAAAAAAAAAAAAAA',
  body: 'first',
};
const change = { room: 'tea', message: 2, n: 1, by: 'ada', name: 'Ada', id: 'BBBBBBBBBBBBBBBB' };
const edit = (seq: number, body: string): Edited => ({ t: 'edited', ...change, seq, at: seq, body });
const deletion: Deleted = { t: 'deleted', ...change, seq: 9, at: 9, by: 'lin', name: 'Lin' };
const gone = { ...posted, body: '', deleted: { seq: 9, at: 9, by: 'lin', name: 'Lin' } };

test('E5: an edit changes the body and says when; the one with the highest seq counts', () => {
  const edited = { ...posted, body: 'third', edited: { seq: 5, at: 5 } };
  const changes = [edit(3, 'second'), edit(5, 'third')];
  assert.deepEqual(changes.reduce(changed, posted), edited);
  assert.deepEqual(changes.toReversed().reduce(changed, posted), edited);
  assert.deepEqual(changes.reduce(changed, edited), edited, 'applied again it changes nothing');
});

test('E5: a deletion leaves who and when, and nothing changes the message any more', () => {
  assert.deepEqual([edit(3, 'second'), deletion].reduce(changed, posted), gone);
  assert.deepEqual([deletion, edit(3, 'second'), deletion, edit(12, 'late')].reduce(changed, posted), gone);
});

test('E5: an edit that is read after the deletion has no body, and is not shown', () => {
  assert.deepEqual([edit(3, '')].reduce(changed, posted), posted);
  assert.deepEqual([edit(3, ''), deletion].reduce(changed, posted), gone);
});

test('E5: who read a room at different times shows the same of it', () => {
  const live = [posted, edit(3, 'second'), edit(4, 'third'), deletion];
  const late = [gone, edit(3, ''), edit(4, ''), deletion];
  const between = [{ ...posted, body: 'third', edited: { seq: 4, at: 4 } }, edit(3, 'third'), edit(4, ''), deletion];
  assert.deepEqual(shown(late), shown(live));
  assert.deepEqual(shown(between), shown(live));
  assert.deepEqual(shown(live)[0], gone);
  assert.deepEqual(shown([edit(3, 'of a message before')]), [edit(3, '')]);
});

const quote = { seq: 2, n: 1, by: 'ada', name: 'Ada', excerpt: 'first', root: 2 };
const replyOf = (seq: number, r: number, by = 'lin', rest = {}): Message => {
  const who = { by, name: by, id: `reply-${seq}`.padEnd(16, '-') };
  return { ...posted, ...who, seq, n: seq - 1, at: seq, body: `reply ${r}`, reply: { ...quote, r, ...rest } };
};

test('Q2: a reply quotes what it answers as that is now, whatever the order', () => {
  const reply = replyOf(3, 1);
  const changes = [edit(4, 'second'), edit(5, 'third  and\n more'), edit(6, '')];
  const now = { ...reply, reply: { ...reply.reply, excerpt: 'third and more', changed: 5 } };
  assert.deepEqual(changes.reduce(requoted, reply), now);
  assert.deepEqual(changes.toReversed().reduce(requoted, reply), now);
  const gone = { ...reply, reply: { ...reply.reply, excerpt: '', changed: 9, deleted: true } };
  assert.deepEqual([...changes, deletion, edit(12, 'late')].reduce(requoted, reply), gone);
  assert.equal(requoted(reply, { ...deletion, message: 7 }), reply, 'of another message');
});

test('Q3: replies are counted once, whatever the order', () => {
  const replies = [replyOf(3, 1), replyOf(4, 2), replyOf(6, 3)];
  const count = (order: readonly Message[], self = 'eve') =>
    order.reduce((message, reply) => repliedTo(message, reply, self), posted).replies;
  assert.deepEqual(count(replies), { count: 3, seq: 6, at: 6 });
  assert.deepEqual(count([...replies.toReversed(), ...replies]), { count: 3, seq: 6, at: 6 });
});

test('Q4: who wrote or replied follows, has read their own, and reads on but not back', () => {
  const replies = [replyOf(3, 1), replyOf(4, 2), replyOf(6, 3)];
  const seenBy = (self: string) => replies.reduce((message, reply) => repliedTo(message, reply, self), posted);
  assert.equal(seenBy('ada').replies?.read, 0);
  assert.equal(seenBy('lin').replies?.read, 3);
  assert.equal(seenBy('eve').replies?.read, undefined);
  assert.equal(repliesRead(seenBy('ada'), 2).replies?.read, 2);
  assert.equal(repliesRead(repliesRead(seenBy('ada'), 2), 1).replies?.read, 2);
  assert.equal(repliesRead(seenBy('eve'), 2).replies?.read, undefined);
});

test('Q2, Q3: who read a room at different times shows the same of its replies', () => {
  const live = [posted, replyOf(3, 1), edit(4, 'second'), replyOf(5, 2, 'lin', { excerpt: 'second', changed: 4 })];
  const now = { excerpt: 'second', changed: 4 };
  const edited = {
    ...posted,
    body: 'second',
    edited: { seq: 4, at: 4 },
    replies: { count: 2, seq: 5, at: 5, read: 0 },
  };
  const late = [edited, replyOf(3, 1, 'lin', now), edit(4, 'second'), replyOf(5, 2, 'lin', now)];
  assert.deepEqual(shown(late, 'ada'), shown(live, 'ada'));
});

const put = { room: 'tea', message: 2, n: 1, id: 'CCCCCCCCCCCCCCCC' };
const reaction = (seq: number, by: string, count: number, t: 'reacted' | 'unreacted' = 'reacted', emoji = '👍') =>
  ({ t, ...put, seq, at: seq, by, name: by, emoji, count }) as TagEvent;
const pin: TagEvent = { t: 'pinned', ...put, seq: 6, at: 6, by: 'lin', name: 'Lin' };

test('T2: reactions and pins are shown once, with who and whether one has reacted oneself', () => {
  const events = [reaction(3, 'lin', 1), reaction(4, 'eve', 2), reaction(5, 'lin', 1, 'reacted', '🎉'), pin];
  const show = (self: string, from: Message = posted) => events.reduce((m, event) => tagged(m, event, self), from);
  const by = [
    { id: 'lin', name: 'lin' },
    { id: 'eve', name: 'eve' },
  ];
  const thumb = { emoji: '👍', count: 2, since: 3, own: true, by };
  const party = { emoji: '🎉', count: 1, since: 5, own: false, by: [by[0]] };
  const pinned = { at: 6, by: 'lin', name: 'Lin' };
  assert.deepEqual(show('eve').tags, { seq: 6, reactions: [thumb, party], pinned });
  assert.deepEqual(show('eve', show('eve')), show('eve'), 'applied again they change nothing');
  const back = tagged(
    tagged(show('eve'), reaction(7, 'eve', 1, 'unreacted'), 'eve'),
    reaction(8, 'lin', 0, 'unreacted'),
    'eve',
  );
  assert.deepEqual(back.tags, { seq: 8, reactions: [party], pinned });
  assert.equal(tagged(back, { ...pin, t: 'unpinned', seq: 9 }, 'eve').tags?.pinned, undefined);
});

test('T3: what was put on a deleted message is gone, also where it is read later', () => {
  assert.deepEqual(shown([posted, reaction(3, 'lin', 1), pin, deletion])[0], gone);
  assert.deepEqual(shown([gone, reaction(3, 'lin', 1, 'reacted', ''), pin, deletion])[0], gone);
});
