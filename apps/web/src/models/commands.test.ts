import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, type CommandContext, commandsFor, readCommand } from './commands.ts';
import { roomView } from './testing.ts';

const ada = { id: 'a', login: 'ada', name: 'Ada Lovelace' };
const adam = { id: 'b', login: 'ada l', name: 'Adam' };
const others = Array.from({ length: 30 }, (_, index) => ({
  id: `l${index}`,
  login: `lin ${index}`,
  name: `Lin ${index}`,
}));
const lin = { id: 'z', login: 'lin the last', name: 'Lin the Last of Her Name' };

function context() {
  const done: string[] = [];
  const rest = {
    people: async (search: string) => {
      const begins = (name: string): boolean => name.toLowerCase().startsWith(search.toLowerCase());
      const people = [ada, adam, ...others, lin]
        .filter(({ name, login }) => begins(name) || begins(login))
        .slice(0, 20);
      return { ok: true as const, value: { people } };
    },
    invite: async (room: string, login: string) => (
      done.push(`invite ${login} to ${room}`),
      { ok: true as const, value: undefined }
    ),
    directory: async () => ({
      ok: true as const,
      value: { rooms: [{ id: 'l', name: 'Looms', members: 1, joined: false, lobby: false }] },
    }),
    changeRoom: async (room: string, { topic }: { topic: string }) => {
      if (topic === 'Not for me') return { ok: false as const, error: { code: 'forbidden' as const } };
      done.push(`topic of ${room}: ${topic}`);
      return { ok: true as const, value: roomView() };
    },
    joinRoom: async (room: string) => (done.push(`join ${room}`), { ok: true as const, value: roomView() }),
  } as unknown as CommandContext['rest'];
  const context: CommandContext = {
    room: roomView({ id: 'study', lobby: false }),
    rest,
    people: { writeTo: async ([id]) => ({ room: `with ${id}` }) },
    post: (text) => void done.push(`post ${text}`),
    postTo: (room, text) => void done.push(`post ${text} to ${room}`),
    go: (room) => void done.push(`go ${room}`),
    open: (overlay) => void done.push(`open ${overlay}`),
  };
  return { context, done };
}

test('a command has a name of letters and what comes after it', () => {
  assert.deepEqual(readCommand('/me spins'), { t: 'command', name: 'me', argument: 'spins' });
  assert.deepEqual(readCommand('/HELP'), { t: 'command', name: 'help', argument: '' });
  assert.deepEqual(readCommand('/mee'), { t: 'unknown', name: 'mee' });
  assert.deepEqual(readCommand('/constructor x'), { t: 'unknown', name: 'constructor' });
});

test('two strokes begin a text with one, and a path is a text', () => {
  assert.deepEqual(readCommand('//me spins'), { t: 'text', text: '/me spins' });
  for (const text of ['/etc/hosts', '/', 'hello', ' /me', '/1'])
    assert.deepEqual(readCommand(text), { t: 'text', text });
});

test('somebody is found by the longest of their names, and what comes after it is said to them', async () => {
  const { context: given, done } = context();
  assert.equal(await COMMANDS.msg.run('@Ada Lovelace good morning', given), 'done');
  assert.equal(await COMMANDS.msg.run('ada l', given), 'done');
  assert.deepEqual(done, ['post good morning to with a', 'go with a', 'go with b']);
  done.length = 0;
  assert.equal(await COMMANDS.msg.run('lin the last of her name come here', given), 'done', 'though many come before');
  assert.deepEqual(done, ['post come here to with z', 'go with z']);
  assert.deepEqual(await COMMANDS.msg.run('ad', given), { told: 'no-such-person', name: 'ad' });
  assert.deepEqual(await COMMANDS.msg.run('', given), { told: 'argument-missing' });
});

test('people are invited to the room on screen, and rooms joined by their name', async () => {
  const { context: given, done } = context();
  assert.deepEqual(await COMMANDS.invite.run('ADA', given), { told: 'invited', name: 'Ada Lovelace' });
  assert.equal(await COMMANDS.join.run('#looms', given), 'done');
  assert.deepEqual(await COMMANDS.join.run('loom', given), { told: 'no-such-room', name: 'loom' });
  assert.deepEqual(done, ['invite ada to study', 'join l', 'go l']);
});

test('a topic is one line that is not too long, and a refusal is told', async () => {
  const { context: given, done } = context();
  assert.equal(await COMMANDS.topic.run('Looms\nand  shuttles', given), 'done');
  assert.deepEqual(await COMMANDS.topic.run('', given), { told: 'argument-missing' });
  assert.deepEqual(await COMMANDS.topic.run('🧶'.repeat(201), given), { told: 'topic-too-long' });
  assert.deepEqual(await COMMANDS.topic.run('Not for me', given), { trouble: { code: 'forbidden' } });
  assert.deepEqual(done, ['topic of study: Looms and shuttles']);
});

test('what nobody can do in a room is not offered there', () => {
  assert.ok(!commandsFor(roomView({ lobby: true })).includes('leave'));
  assert.ok(!commandsFor(roomView({ lobby: false, kind: 'direct' })).includes('invite'));
  assert.ok(commandsFor(roomView({ lobby: false })).includes('leave'));
});
