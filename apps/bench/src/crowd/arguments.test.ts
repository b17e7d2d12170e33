import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCrowdArguments } from './arguments.ts';

function mistake(...args: string[]): string {
  const parsed = parseCrowdArguments(args);
  assert.equal(parsed.kind, 'mistake');
  return parsed.kind === 'mistake' ? parsed.message : '';
}

test('without options 200 people talk in ten rooms and the Lobby, from a new seed', () => {
  const parsed = parseCrowdArguments([]);
  assert.ok(parsed.kind === 'run');
  const { seed, ...rest } = parsed.options;
  assert.ok(Number.isInteger(seed));
  assert.deepEqual(rest, { clients: 200, messages: 6, rooms: 10 });
});

test('every option is read, also behind the -- that package managers pass on', () => {
  const args = '-- --clients 8 --messages 2 --rooms 3 --seed 7 --url http://localhost:8085/chat/ --code come in'.split(
    ' ',
  );
  assert.match(mistake(...args), /in/);
  assert.deepEqual(parseCrowdArguments(args.slice(0, -1)), {
    kind: 'run',
    options: { clients: 8, messages: 2, rooms: 3, seed: 7, url: 'http://localhost:8085', code: 'come' },
  });
});

test('help is asked for by --help or -h', () => {
  assert.deepEqual(
    [parseCrowdArguments(['--help']), parseCrowdArguments(['-h'])],
    [{ kind: 'help' }, { kind: 'help' }],
  );
});

test('a wrong value is named', () => {
  assert.match(mistake('--clients', 'many'), /--clients .*"many"/);
  assert.match(mistake('--clients', '7'), /even/);
  assert.match(mistake('--rooms', '0'), /--rooms/);
  assert.match(mistake('--url', 'localhost:8085'), /--url/);
  assert.match(mistake('--cleints', '8'), /cleints/);
});
