import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsOf, parseCommand } from './command.ts';

test('commands are read whatever their case and the spaces around them', () => {
  assert.deepEqual(parseCommand('list'), { kind: 'list' });
  assert.deepEqual(parseCommand('  LIST \t'), { kind: 'list' });
  assert.deepEqual(parseCommand('Exit\r'), { kind: 'exit' });
  assert.deepEqual(parseCommand('help'), { kind: 'help' });
  for (const blank of ['', '   ', '\t']) assert.deepEqual(parseCommand(blank), { kind: 'nothing' });
});

test('a broadcast keeps its text as it was typed', () => {
  const text = 'Back  in 5 minutes — "list" <b>🧶</b>';
  assert.deepEqual(parseCommand(`broadcast  ${text} `), { kind: 'broadcast', text });
});

test('a command with too little or too much is not run', () => {
  assert.deepEqual(parseCommand('broadcast  '), { kind: 'misused', name: 'broadcast' });
  assert.deepEqual(parseCommand('exit later'), { kind: 'misused', name: 'exit' });
  assert.deepEqual(parseCommand('list all'), { kind: 'misused', name: 'list' });
});

test('an unknown command names the nearest one, if there is one near', () => {
  const nearest = (line: string) => {
    const command = parseCommand(line);
    return command.kind === 'unknown' ? command.nearest : `a command: ${command.kind}`;
  };
  assert.equal(nearest('lsit'), 'list');
  assert.equal(nearest('ls'), 'list');
  assert.equal(nearest('quit'), 'exit');
  assert.equal(nearest('lis'), 'list');
  assert.equal(nearest('lst'), 'list');
  assert.equal(nearest('EXITT'), 'exit');
  assert.equal(nearest('brodcast hello'), 'broadcast');
  assert.equal(nearest('boardcast hello'), 'broadcast');
  assert.equal(nearest('h'), 'help');
  assert.equal(nearest('shutdown'), undefined);
  assert.equal(nearest('toString'), undefined);
  assert.equal(nearest('x'.repeat(100_000)), undefined);
});

test('the tab key completes what is begun', () => {
  assert.deepEqual(completionsOf('l'), ['list']);
  assert.deepEqual(completionsOf('B'), ['broadcast ']);
  assert.deepEqual(completionsOf(''), ['list', 'broadcast ', 'exit', 'help']);
  assert.deepEqual(completionsOf('broadcast h'), []);
});
