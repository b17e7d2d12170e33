import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals-core';
import type { ChatClient } from '@skein/client/chat-client';
import type { Listener, Notice } from '@skein/client/notices';
import type { OutboxEntry } from '@skein/client/outbox';
import { memoryBlobs } from '@skein/client/attachments';
import type { RestClient } from '@skein/client/rest-client';
import { Uploads } from '@skein/client/uploads';
import type { Message, RoomView } from '@skein/protocol/rooms';
import { compareNames } from '../words/intl.ts';
import { Chat } from './chat.ts';
import { noKeepsake } from './keepsake.ts';
import { deleted, edited, history, mapMemory, message, messages, roomView, standingClock } from './testing.ts';

const ada = { id: 'ada', kind: 'person', role: 'member', login: 'ada', name: 'Ada' } as const;
const lins = (seq: number, changes: Partial<Message> = {}): Message =>
  message(seq, { by: 'lin', name: 'Lin', ...changes });

/** A chat whose client does nothing by itself: `tell` says what a server would. */
function openedChat({ stored = messages(1, 10), rooms = [roomView({ seq: 10, n: 10, read: 10 })], told = true } = {}) {
  const listeners = new Set<Listener>();
  const outbox: OutboxEntry[] = [];
  const roomsById = new Map(rooms.map((room) => [room.id, room]));
  const done: string[] = [];
  const tell = (notice: Notice): void => listeners.forEach((listener) => listener(notice));
  const place = () => ({ id: String(900 + outbox.length).padStart(16, '0'), account: 'ada', writtenAt: 1 });
  function write<Entry extends OutboxEntry>(entry: Entry): Entry {
    outbox.push(entry);
    tell({ kind: 'pending', entry });
    return entry;
  }
  const client: ChatClient = {
    status: { state: 'live' },
    account: ada,
    known: undefined,
    serverTime: 1,
    rooms: roomsById,
    outbox,
    post(room, body) {
      return write({ t: 'post', ...place(), room, body });
    },
    edit(room, message, body) {
      return write({ t: 'edit', ...place(), room, message, historyId: 'first', body });
    },
    remove(room, message) {
      return write({ t: 'delete', ...place(), room, message, historyId: 'first' });
    },
    react(room, message, emoji) {
      return write({ t: 'react', ...place(), room, message, historyId: 'first', emoji });
    },
    unreact(room, message, emoji) {
      return write({ t: 'unreact', ...place(), room, message, historyId: 'first', emoji });
    },
    pin(room, message) {
      return write({ t: 'pin', ...place(), room, message, historyId: 'first' });
    },
    unpin(room, message) {
      return write({ t: 'unpin', ...place(), room, message, historyId: 'first' });
    },
    retry: (id, body) => void done.push(`retry ${id} ${body}`),
    discard(id) {
      const [entry] = outbox.splice(outbox.findIndex((entry) => entry.id === id));
      if (entry) tell({ kind: 'withdrawn', entry });
    },
    markRepliesRead: (room, message, n) => void done.push(`replies read ${room} ${message} ${n}`),
    markRead: (room, n) => void done.push(`read ${room} ${n}`),
    view: (room) => void done.push(`view ${room}`),
    watch: (people) => void done.push(`watch ${people.join()}`),
    typing: (room) => void done.push(`typing ${room}`),
    reconnectNow: () => void done.push('reconnect'),
    close: () => void done.push('close'),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const memory = mapMemory();
  const isAttended = signal(true);
  const rest = { history: (_room: string, options: { limit: number }) => history(stored).load(options) };
  const chat = new Chat({
    ...{ account: ada, client, memory, isAttended, compareNames, clock: standingClock() },
    markup: { prepareFor: async () => {} },
    clearOutbox: async () => void done.push('clear'),
    keepsake: noKeepsake(),
    notifier: {
      tell: async ({ by, text }) => void done.push(`tell ${by}: ${text}`),
      withdraw: async (room, message) => void done.push(message ? `withdraw ${room} ${message}` : `withdraw ${room}`),
    },
    rest: rest as unknown as RestClient,
    uploads: new Uploads({
      rest: rest as unknown as RestClient,
      platform: { now: () => 0, setTimer: () => 0, clearTimer: () => {}, randomBytes: (bytes) => bytes },
      storage: memoryBlobs(),
      report: () => {},
    }),
  });
  tell({ kind: 'welcome', account: ada, lobby: 'lobby' });
  if (told) tell({ kind: 'rooms' });
  const change = (room: RoomView): void => {
    roomsById.set(room.id, room);
    tell({ kind: 'room', room });
  };
  return { chat, tell, change, outbox, done, isAttended, memory };
}

/** As the view does when it has been laid out. */
async function visitAndFollow(chat: Chat, room = 'lobby') {
  chat.visit(room);
  const timeline = chat.timeline.value!;
  await timeline.open();
  timeline.isFollowing.value = true;
  return timeline;
}

test('a room on screen is told to the server and remembered', async () => {
  const { chat, done, memory } = openedChat();
  await visitAndFollow(chat);
  assert.ok(done.includes('view lobby'));
  assert.equal(memory.read('room'), 'lobby');
  assert.equal(chat.home, 'lobby');
});

test('the room that was open last is not home any more when one is out of it', () => {
  const { chat, memory } = openedChat();
  memory.write('room', 'gone');
  assert.equal(chat.home, 'lobby');
});

test('what is shown at the end is read, once somebody is there', async () => {
  const { chat, tell, change, done, isAttended } = openedChat();
  isAttended.value = false;
  await visitAndFollow(chat);
  change(roomView({ seq: 11, n: 11, read: 10 }));
  tell({ kind: 'event', event: lins(11) });
  assert.ok(!done.includes('read lobby 11'));
  isAttended.value = true;
  assert.ok(done.includes('read lobby 11'));
});

test('nothing is read before the view has been laid out, or further up', async () => {
  const rooms = [roomView({ seq: 10, n: 10, read: 2 })];
  const { chat, done } = openedChat({ rooms });
  chat.visit('lobby');
  await chat.timeline.value!.open();
  assert.deepEqual(
    done.filter((what) => what.startsWith('read')),
    [],
  );
  assert.equal(chat.timeline.value!.readUpTo.value, 2);
});

test('the line is drawn where somebody looked away', async () => {
  const { chat, tell, isAttended } = openedChat();
  const timeline = await visitAndFollow(chat);
  tell({ kind: 'event', event: lins(11) });
  assert.equal(timeline.readUpTo.value, undefined);
  isAttended.value = false;
  tell({ kind: 'event', event: lins(12) });
  tell({ kind: 'event', event: lins(13) });
  assert.equal(timeline.readUpTo.value, 11);
});

test('one’s own message is shown at once and until its event has come, the acknowledgement first', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.post('hello');
  assert.deepEqual(
    chat.pending.value.map(({ standing }) => standing.state),
    ['sending'],
  );
  const { id } = outbox.pop()!;
  tell({ kind: 'acked', ack: { t: 'ack', id, room: 'lobby', seq: 11, n: 11, at: 1 } });
  assert.deepEqual(
    chat.pending.value.map(({ standing }) => standing.state),
    ['stored'],
  );
  tell({ kind: 'event', event: message(11, { id, body: 'hello' }) });
  assert.deepEqual(chat.pending.value, []);
});

test('… and the event first', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.post('hello');
  const { id } = outbox[0]!;
  tell({ kind: 'event', event: message(11, { id, body: 'hello' }) });
  assert.deepEqual(chat.pending.value, []);
  outbox.pop();
  tell({ kind: 'acked', ack: { t: 'ack', id, room: 'lobby', seq: 11, n: 11, at: 1 } });
  assert.deepEqual(chat.pending.value, []);
});

test('a message that is refused stays, with the reason, until it is put away', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.post('hello');
  const error = { code: 'not_a_member' } as const;
  outbox[0] = { ...outbox[0]!, refusal: error };
  tell({ kind: 'refused', entry: outbox[0], error });
  assert.deepEqual(chat.pending.value[0]?.standing, { state: 'refused', error });
  assert.equal(chat.unsent.value, 1);
  chat.discard(outbox[0].id);
  assert.deepEqual(chat.pending.value, []);
});

test('posting takes the line away and goes to the end; nothing is not posted', async () => {
  const { chat, outbox } = openedChat({ rooms: [roomView({ seq: 10, n: 10, read: 5 })] });
  const timeline = await visitAndFollow(chat);
  chat.post(' \n');
  assert.equal(outbox.length, 0);
  chat.post('hello');
  assert.equal(timeline.readUpTo.value, undefined);
  assert.equal(timeline.endRequests.value, 1);
});

test('what the operator says is on top whichever room is open', async () => {
  const { chat, tell } = openedChat();
  await visitAndFollow(chat);
  chat.visit('elsewhere');
  tell({ kind: 'event', event: message(11, { from: 'server', body: 'at noon' }) });
  assert.equal(chat.broadcast.value?.body, 'at noon');
});

test('what the operator deletes is not on top any more', async () => {
  const { chat, tell } = openedChat();
  tell({ kind: 'event', event: message(11, { from: 'server', body: 'at noon' }) });
  tell({ kind: 'event', event: deleted(12, 10) });
  assert.equal(chat.broadcast.value?.body, 'at noon');
  tell({ kind: 'event', event: deleted(13, 11) });
  assert.equal(chat.broadcast.value, undefined);
});

test('an edit is shown at once and until its event has come, the acknowledgement first', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.editing.begin(4);
  chat.editing.save(4, 'better');
  assert.equal(chat.editing.message.value, undefined);
  assert.deepEqual(
    chat.changes.value.map(({ message, body, standing }) => [message, body, standing.state]),
    [[4, 'better', 'sending']],
  );
  const { id } = outbox.pop()!;
  tell({ kind: 'acked', ack: { t: 'ack', id, room: 'lobby', seq: 11, n: 4, at: 1 } });
  assert.deepEqual(
    chat.changes.value.map(({ standing }) => standing.state),
    ['stored'],
  );
  tell({ kind: 'event', event: edited(11, 4, 'better', { id }) });
  assert.deepEqual(chat.changes.value, []);
});

test('a change whose event has come already is not kept after its acknowledgement', async () => {
  const { chat, change, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.remove(4);
  const { id } = outbox.pop()!;
  change(roomView({ seq: 11, n: 10, read: 10 }));
  tell({ kind: 'acked', ack: { t: 'ack', id, room: 'lobby', seq: 11, n: 4, at: 1 } });
  assert.deepEqual(chat.changes.value, []);
});

test('a refused change stays, with the reason, until it is put away', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.editing.save(4, 'better');
  const error = { code: 'too_many_edits' } as const;
  outbox[0] = { ...outbox[0]!, refusal: error };
  tell({ kind: 'refused', entry: outbox[0], error });
  assert.deepEqual(chat.changes.value[0]?.standing, { state: 'refused', error: { code: 'too_many_edits' } });
  chat.discard(outbox[0].id);
  assert.deepEqual(chat.changes.value, []);
});

test('nothing, and what is the same as before, is not sent as an edit', async () => {
  const { chat, outbox } = openedChat();
  await visitAndFollow(chat);
  for (const body of ['', ' \n', '4']) chat.editing.save(4, body);
  assert.equal(outbox.length, 0);
  chat.editing.save(4, 'better');
  chat.editing.save(4, 'better');
  assert.equal(outbox.length, 1, 'nor what is on its way already');
  chat.editing.save(4, '4');
  assert.equal(outbox.length, 2);
});

test('the last message of one’s own that is still there is the one to edit', async () => {
  const gone = { body: '', deleted: { seq: 5, at: 1, by: 'ada', name: 'Ada' } };
  const { chat } = openedChat({ stored: [lins(1), message(2), message(3, gone), lins(4)] });
  await visitAndFollow(chat);
  assert.equal(chat.editing.beginLast(), true);
  assert.equal(chat.editing.message.value?.seq, 2);
  chat.visit(undefined);
  assert.deepEqual([chat.editing.message.value, chat.editing.beginLast()], [undefined, false]);
});

test('while one’s last message is on its way, no message before it is taken for the last', async () => {
  const { chat, tell, outbox } = openedChat();
  await visitAndFollow(chat);
  chat.post('newest');
  assert.equal(chat.editing.beginLast(), false);
  const { id } = outbox.pop()!;
  tell({ kind: 'acked', ack: { t: 'ack', id, room: 'lobby', seq: 11, n: 11, at: 1 } });
  assert.equal(chat.editing.beginLast(), false);
  tell({ kind: 'event', event: message(11, { id, body: 'newest' }) });
  assert.equal(chat.editing.beginLast(), true);
  assert.equal(chat.editing.message.value?.seq, 11);
});

test('a history that begins anew ends the editing: the seq may be another message’s', async () => {
  const { chat, tell } = openedChat();
  await visitAndFollow(chat);
  chat.editing.begin(4);
  tell({ kind: 'reset', room: roomView({ id: 'elsewhere' }) });
  assert.equal(chat.editing.message.value?.seq, 4);
  tell({ kind: 'reset', room: roomView() });
  assert.equal(chat.editing.message.value, undefined);
});

test('the text of an edit outlives a history that begins anew: as the draft, or kept until the draft is sent', async () => {
  const { chat, tell } = openedChat();
  const edits = (text: string): void => {
    chat.editing.begin(4);
    chat.editing.unsaved.value = text;
  };
  await visitAndFollow(chat);
  edits('better');
  tell({ kind: 'reset', room: roomView() });
  assert.deepEqual([chat.editing.message.value, chat.editing.unsaved.value], [undefined, undefined]);
  assert.deepEqual(chat.editing.kept.value, { room: 'lobby', isDraft: true });
  assert.equal(chat.drafts.read('lobby'), 'better');

  edits('better still');
  tell({ kind: 'reset', room: roomView() });
  assert.deepEqual(chat.editing.kept.value, { room: 'lobby', isDraft: false });
  assert.equal(chat.drafts.read('lobby'), 'better', 'what was being written stays');
  assert.equal(chat.drafts.takeKept('lobby'), false);
  chat.drafts.write('lobby', '');
  assert.equal(chat.drafts.takeKept('lobby'), true);
  assert.equal(chat.drafts.read('lobby'), 'better still');
  assert.equal(chat.drafts.takeKept('lobby'), false, 'it comes once');
});

test('an edit in which nothing was changed, or nothing is left, is not kept', async () => {
  for (const text of [undefined, ' ', '4']) {
    const { chat, tell } = openedChat();
    await visitAndFollow(chat);
    chat.editing.begin(4);
    chat.editing.unsaved.value = text;
    tell({ kind: 'reset', room: roomView() });
    assert.equal(chat.editing.kept.value, undefined);
    assert.equal(chat.drafts.read('lobby'), '');
  }
});

test('what others change is announced, and draws no line', async () => {
  const { chat, tell, isAttended } = openedChat();
  const timeline = await visitAndFollow(chat);
  isAttended.value = false;
  const spoken: string[] = [];
  const end = chat.announcer.announced.subscribe((events) =>
    events.forEach(({ t, seq }) => spoken.push(`${t} ${seq}`)),
  );
  const by = { by: 'lin', name: 'Lin' };
  tell({ kind: 'event', event: edited(11, 4, 'better') });
  tell({ kind: 'event', event: edited(12, 5, '', by) });
  tell({ kind: 'event', event: edited(13, 5, 'better', by) });
  tell({ kind: 'event', event: deleted(14, 5, by) });
  (chat.clock as ReturnType<typeof standingClock>).advance(2_000);
  assert.deepEqual(spoken, ['edited 13', 'deleted 14']);
  assert.equal(timeline.readUpTo.value, undefined);
  end();
});

test('somebody who comes back into the room on screen sees it anew', async () => {
  const board = roomView({ id: 'board', name: 'Board', lobby: false });
  const { chat, tell, change } = openedChat({ rooms: [roomView(), board] });
  const before = await visitAndFollow(chat, 'board');
  tell({ kind: 'room-gone', room: 'board' });
  assert.equal(chat.rooms.get('board'), undefined);
  change(board);
  assert.notEqual(chat.timeline.value, before);
  assert.equal(chat.timeline.value?.room, 'board');
});

test('nothing is heard and no room is opened after the end', () => {
  const { chat, tell, done } = openedChat();
  chat.close();
  tell({ kind: 'status', status: { state: 'waiting', retryAt: 1 } });
  assert.equal(chat.status.value.state, 'connecting');
  assert.ok(done.includes('close'));
  const before = chat.timeline.value;
  chat.visit('elsewhere');
  assert.equal(chat.timeline.value, before);
});

test('what is forgotten leaves no draft and no message behind', async () => {
  const { chat, memory, done } = openedChat();
  chat.drafts.write('lobby', 'a secret');
  await chat.forget();
  assert.equal(memory.read('drafts.ada'), undefined);
  assert.ok(done.includes('clear'));
});

test('whoever looks away is told of what others say, and what was read is taken back', async () => {
  const { chat, tell, change, done, isAttended } = openedChat();
  await visitAndFollow(chat);
  tell({ kind: 'event', event: lins(11, { body: 'seen' }) });
  isAttended.value = false;
  tell({ kind: 'event', event: lins(12, { body: '<@ada>, not seen' }) });
  tell({ kind: 'event', event: message(13, { body: 'from another device of hers' }) });
  tell({ kind: 'event', event: lins(13, { body: 'to nobody in particular' }) });
  assert.deepEqual(
    done.filter((what) => what.startsWith('tell')),
    ['tell Lin: @Ada, not seen'],
  );
  done.length = 0;
  change(roomView({ seq: 13, n: 13, read: 12 }));
  assert.ok(!done.includes('withdraw lobby'));
  change(roomView({ seq: 13, n: 13, read: 13 }));
  assert.ok(done.includes('withdraw lobby'));
  const { room, by, name, id, at } = lins(12);
  tell({ kind: 'event', event: { t: 'deleted', room, by, name, id, at, seq: 14, message: 12, n: 12 } });
  assert.ok(done.includes('withdraw lobby 12'));
});

test('M4: of a message to all who are here is told outside whom the server told, in whatever order that comes', async () => {
  const { tell, change, done, isAttended } = openedChat();
  isAttended.value = false;
  const told = () => done.filter((what) => what.startsWith('tell'));
  const mentioned = (seq: number): void =>
    tell({ kind: 'account-event', event: { t: 'mentioned', seq, room: 'lobby', message: seq, n: seq } });
  tell({ kind: 'event', event: lins(11, { body: '<@here> from who may not' }) });
  tell({ kind: 'event', event: lins(12, { body: '<@room> nor this' }) });
  assert.deepEqual(told(), []);
  tell({ kind: 'event', event: lins(13, { body: '<@here> from who may' }) });
  mentioned(13);
  assert.deepEqual(told(), ['tell Lin: @here from who may']);
  change(roomView({ seq: 13, n: 13, read: 10, mentions: [13, 14] }));
  mentioned(14);
  tell({ kind: 'event', event: lins(14, { body: '<@room> as well' }) });
  mentioned(13);
  assert.deepEqual(told().slice(1), ['tell Lin: @room as well'], 'once each');
  done.length = 0;
  tell({ kind: 'event', event: lins(15, { body: '<@here> read elsewhere' }) });
  change(roomView({ seq: 15, n: 15, read: 15 }));
  mentioned(15);
  tell({ kind: 'event', event: lins(16, { body: '<@here> taken back' }) });
  tell({ kind: 'event', event: deleted(17, 16, { by: 'lin' }) });
  mentioned(16);
  assert.deepEqual(told(), []);
});

test('N5: of an edit is told outside whom it tells of the message, once, and until that is seen', () => {
  const { tell, change, done, isAttended } = openedChat();
  isAttended.value = false;
  const told = () => done.filter((what) => what.startsWith('tell'));
  const edits = (seq: number, message: number, body: string): void =>
    tell({ kind: 'event', event: edited(seq, message, body, { by: 'lin', name: 'Lin' }) });
  const mentions = (message: number, isLate: boolean): void => {
    const late = isLate ? ({ late: true } as const) : {};
    change(roomView({ seq: 20, n: 12, read: 10, ...(isLate && { lateMentions: [message] }) }));
    tell({
      kind: 'account-event',
      event: { t: 'mentioned', seq: message, room: 'lobby', message, n: message, ...late },
    });
  };
  edits(21, 5, '<@ada>, read again');
  assert.deepEqual(told(), []);
  mentions(5, true);
  assert.deepEqual(told(), ['tell Lin: @Ada, read again']);
  assert.ok(!done.includes('withdraw lobby'));
  edits(22, 5, '<@ada>, read once more');
  assert.equal(told().length, 1, 'the server says it once');
  mentions(6, true);
  edits(23, 6, '<@here> what was missed comes later');
  assert.deepEqual(told().slice(1), ['tell Lin: @here what was missed comes later']);
  tell({ kind: 'event', event: lins(24, { n: 13, body: 'to nobody' }) });
  edits(25, 24, '<@ada>, to you');
  tell({ kind: 'account-event', event: { t: 'mentioned', seq: 9, room: 'lobby', message: 24, n: 13 } });
  assert.deepEqual(told().slice(2), ['tell Lin: @Ada, to you'], 'also where it was not read');

  done.length = 0;
  change(roomView({ seq: 25, n: 13, read: 13, lateMentions: [6] }));
  assert.ok(!done.includes('withdraw lobby'));
  change(roomView({ seq: 25, n: 13, read: 13 }));
  assert.ok(done.includes('withdraw lobby'));
  edits(26, 7, '<@ada>, seen elsewhere');
  tell({ kind: 'account-event', event: { t: 'mentioned', seq: 10, room: 'lobby', message: 7, n: 7, late: true } });
  isAttended.value = true;
  edits(27, 8, '<@ada>, while you look');
  mentions(8, true);
  assert.deepEqual(told(), []);
});

test('M3: an edit of an answer that was told of itself tells nobody again', () => {
  const { tell, change, done, isAttended } = openedChat();
  isAttended.value = false;
  const reply = { seq: 3, n: 3, by: 'ada', name: 'Ada', excerpt: '3', root: 3, r: 1 } as const;
  tell({ kind: 'event', event: lins(11, { body: 'an answer', reply }) });
  change(roomView({ seq: 11, n: 11, read: 10 }));
  tell({ kind: 'account-event', event: { t: 'mentioned', seq: 1, room: 'lobby', message: 11, n: 11 } });
  tell({ kind: 'event', event: edited(12, 11, '<@ada> an answer', { by: 'lin' }) });
  assert.ok(!done.some((what) => what.startsWith('tell')));
});

test('S10, N4: being brought into a room is announced, and told outside to who is away', () => {
  const { chat, tell, change, done, isAttended } = openedChat();
  const cellar = roomView({ id: 'cellar', name: 'Cellar', lobby: false, preferences: { unreadFrom: 1 } });
  const enter = (changes: object): void => {
    change({ ...cellar, ...changes });
    tell({ kind: 'account-event', event: { t: 'entered', seq: 1, room: cellar, ...changes } });
  };
  const invitedBy = { id: 'lin', name: 'Lin' };
  enter({ invitedBy });
  isAttended.value = false;
  enter({});
  enter({ invitedBy });
  chat.account.value = { ...ada, blocked: ['lin'] };
  enter({ invitedBy });
  assert.deepEqual(
    done.filter((what) => what.startsWith('tell')),
    ['tell Lin: undefined'],
  );
  assert.ok(!done.includes('withdraw cellar'));
  change({ ...cellar, preferences: {} });
  assert.ok(done.includes('withdraw cellar'));
});

test('where somebody was last may be a room newer than what was kept: the server says, or that it is away', () => {
  const { tell, memory, chat } = openedChat({ told: false });
  memory.write('room', 'attic');
  assert.equal(chat.home, undefined);
  tell({ kind: 'status', status: { state: 'waiting', retryAt: 1 } });
  assert.equal(chat.home, 'lobby');
  tell({ kind: 'status', status: { state: 'catching-up' } });
  tell({ kind: 'rooms' });
  assert.equal(chat.home, 'lobby');
});
