import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { ClientView } from '@skein/protocol/rest';
import { accepted, refused } from '../result.ts';
import { startConsole, type Console, type ConsoleOptions } from './console.ts';

const VIEW: ClientView = {
  id: 'c1',
  account: 'a1',
  name: 'Ada\x1b[2J',
  address: '192.0.2.1',
  worker: 1,
  rooms: 1,
  since: 0,
  messagesIn: 0,
  messagesOut: 0,
  bytesBuffered: 0,
};

test('commands that are piped in run in their order, without a prompt, and their end does not stop the server', async () => {
  using operator = new Operator({ isTerminal: false });
  operator.input.end('list\n\nbroadcast Tea is ready\nhelp\nnonsense\n');
  await operator.console.closed;
  const lines = operator.shown.split('\n');
  assert.match(lines[1] ?? '', /^c1 +Ada\\x1b\[2J +192\.0\.2\.1/);
  assert.deepEqual(lines.slice(2, 4), ['1 client is connected.', 'Everybody is shown it.']);
  assert.match(operator.shown, / exit +stop the server\n/);
  assert.match(operator.shown, /There is no command "nonsense"\. Type help/);
  assert.ok(!operator.shown.includes('skein>') && !operator.shown.includes('\x1b'));
  assert.deepEqual(operator.happened, ['list', 'broadcast Tea is ready']);
});

test('a command begins when the one before has finished', async () => {
  const first = Promise.withResolvers<void>();
  using operator = new Operator({
    isTerminal: false,
    async broadcast(text) {
      operator.happened.push(`begin ${text}`);
      if (text === 'one') await first.promise;
      operator.happened.push(`end ${text}`);
      return accepted(undefined);
    },
  });
  operator.input.write('broadcast one\nbroadcast two\nexit\n');
  await operator.until(() => operator.happened.length > 0);
  assert.deepEqual(operator.happened, ['begin one']);
  first.resolve();
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['begin one', 'end one', 'begin two', 'end two', 'exit']);
});

test('nothing that was piped in after exit is run', async () => {
  using operator = new Operator({ isTerminal: false });
  operator.input.end('exit\nbroadcast too late\nexit\n');
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['exit']);
  assert.equal(operator.shown, 'Stopping.\n');
});

test('a last line without an end is run as well', async () => {
  using operator = new Operator({ isTerminal: false });
  operator.input.end('list');
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['list']);
});

test('a refused broadcast and a failed list say why, and the console goes on', async () => {
  using operator = new Operator({
    isTerminal: false,
    broadcast: async () => refused('body_too_long'),
    list: async () => Promise.reject(new Error('no answer\x07')),
  });
  operator.input.end('broadcast long\nlist\nhelp\n');
  await operator.console.closed;
  assert.match(
    operator.shown,
    /^Not sent \(body_too_long\): The message is longer than 16 KiB\.\nThat did not work: no answer\\x07\n {2}list/,
  );
});

test('an unknown command is repeated without what it could do to the terminal', async () => {
  using operator = new Operator({ isTerminal: false });
  operator.input.end('\x1b[2Jxyzzy\nlis\n');
  await operator.console.closed;
  assert.match(operator.shown, /There is no command "\\x1b\[2Jxyzzy"/);
  assert.match(operator.shown, /Did you mean list\?/);
});

test('at a terminal there is a prompt before each command, the tab key completes, and the arrow brings the last one back', async () => {
  using operator = new Operator({ isTerminal: true });
  await operator.until(() => operator.shown.includes('skein> '));
  operator.input.write('li\t');
  operator.input.write('\r');
  await operator.until(() => operator.happened.length === 1);
  await operator.until(() => /connected\.\n[^]*skein> /.test(operator.shown));
  operator.input.write('\x1b[A');
  operator.input.write('\r');
  await operator.until(() => operator.happened.length === 2);
  assert.deepEqual(operator.happened, ['list', 'list']);
});

test('Ctrl-C at a terminal stops the server, once', async () => {
  using operator = new Operator({ isTerminal: true });
  operator.input.write('half a comm\x03\x03');
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['exit']);
});

test('Ctrl-C can be told from exit', async () => {
  using operator = new Operator({ isTerminal: true, interrupt: () => operator.happened.push('interrupt') });
  operator.input.write('\x03');
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['interrupt']);
});

test('a console that is disposed of reads no more, and asks for nothing', async () => {
  const operator = new Operator({ isTerminal: true });
  operator[Symbol.dispose]();
  operator.input.write('exit\r');
  await operator.console.closed;
  assert.deepEqual(operator.happened, []);
});

test('a terminal that goes away does not end the server', async () => {
  using operator = new Operator({ isTerminal: false });
  operator.output.destroy(new Error('EPIPE'));
  await operator.until(() => operator.output.closed);
  operator.input.end('list\nbroadcast still here\n');
  await operator.console.closed;
  assert.deepEqual(operator.happened, ['list', 'broadcast still here']);
});

/** Whoever sits at the console, and what the server was asked to do. */
class Operator implements Disposable {
  readonly input = new PassThrough();
  readonly output = Object.assign(new PassThrough(), { columns: 120 });
  readonly happened: string[] = [];
  readonly console: Console;
  shown = '';

  constructor(options: Pick<ConsoleOptions, 'isTerminal'> & Partial<ConsoleOptions>) {
    this.output.on('data', (piece: Buffer) => (this.shown += piece.toString()));
    this.console = startConsole({
      input: this.input,
      output: this.output,
      list: async () => {
        this.happened.push('list');
        return [VIEW];
      },
      broadcast: async (text) => {
        this.happened.push(`broadcast ${text}`);
        return accepted(undefined);
      },
      exit: () => this.happened.push('exit'),
      ...options,
    });
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  }

  [Symbol.dispose](): void {
    this.console[Symbol.dispose]();
  }
}
