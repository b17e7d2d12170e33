import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, findCommand, noCommand } from './commands.ts';

test('without a command, or with options alone, it is serve', () => {
  assert.deepEqual(findCommand([]), { name: 'serve', args: [] });
  assert.deepEqual(findCommand(['-p', '80']), { name: 'serve', args: ['-p', '80'] });
  assert.deepEqual(findCommand(['serve', '-p', '80']), { name: 'serve', args: ['-p', '80'] });
});

test('a command gets what stands behind it', () => {
  assert.deepEqual(findCommand(['get', '-I', 'http://localhost/']), { name: 'get', args: ['-I', 'http://localhost/'] });
});

test('help asks a command for its own page', () => {
  assert.deepEqual(findCommand(['help']), { name: 'serve', args: ['--help'] });
  assert.deepEqual(findCommand(['help', 'help']), { name: 'serve', args: ['--help'] });
  assert.deepEqual(findCommand(['help', 'get', 'more']), { name: 'get', args: ['--help'] });
});

test('what is no command is refused with all that are, in one line', () => {
  for (const name of ['frob', 'toString', '']) {
    const line = noCommand(name);
    assert.ok(line.startsWith(`There is no command "${name}"; there are `) && !line.includes('\n'));
    for (const known of COMMANDS) assert.ok(line.includes(known.name), known.name);
  }
});

test('a slip of the finger is told what was meant', () => {
  assert.equal(noCommand('srve'), 'There is no command "srve". Did you mean serve?');
});

test('a command that does not come first is told so', () => {
  assert.match(noCommand('serve'), /^A command comes first: skein serve/);
});
