import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, CommandKind, CommandOf } from '../../ledger/commands.ts';
import { refused } from '../../result.ts';
import type { HubBus } from '../bus.ts';
import { Exchange } from './exchange.ts';
import type { Down } from './messages.ts';

const SLOT = 1;
const BUSY = refused('busy', { retryAfterMs: 500 });

/** The way up to the ledger, which takes nothing while it is full. */
class WayUp implements HubBus {
  isFull = false;
  readonly pending = 0;
  readonly taken: string[] = [];

  submit<K extends CommandKind>(command: CommandOf<K>, onAnswer: (answer: Answer<K>) => void): void {
    if (this.isFull) onAnswer(BUSY);
    else if ('body' in command) this.taken.push(command.body);
  }

  async addInterest(): Promise<void> {}
  removeInterest(): void {}
  sendEphemeral(): void {}
}

test('what was on its way behind something that found the way up full does not overtake it (SPEC P4)', () => {
  const bus = new WayUp();
  const exchange = new Exchange({ bus, now: () => 0 });
  const downs: Down[] = [];
  exchange.connect(SLOT, (down) => downs.push(down));
  const sends = (body: string, after?: string): void => {
    const id = idOf(body);
    const command = { kind: 'post', account: 'ada', room: 'garden', id, body, ...(after && { after: idOf(after) }) };
    const items = [{ t: 'submit', request: 1, command } as const];
    exchange.receive(SLOT, { items, byteLength: 1, takenBytes: 0 } as Parameters<Exchange['receive']>[1]);
  };

  bus.isFull = true;
  sends('first');
  bus.isFull = false;
  sends('second', 'first');
  assert.deepEqual(bus.taken, []);

  sends('first');
  sends('second', 'first');
  assert.deepEqual(bus.taken, ['first', 'second']);
});

function idOf(body: string): string {
  return body.padEnd(16, 'A');
}
