import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { LedgerBus } from '../bus/shared-memory/ledger-bus.ts';
import type { Answer, CommandKind } from '../ledger/commands.ts';
import { Ledger } from '../ledger/ledger.ts';
import { LedgerLoop } from '../ledger/ledger-loop.ts';
import { createLog } from '../log.ts';
import { openLedgerStore } from '../storage/sqlite/open.ts';
import type { FromLedger, LedgerWorkerData, ToLedger } from './messages.ts';

// The entry of the ledger's thread, the only writer: it drains what hub workers handed up, judges and commits it, and
// only then publishes and answers.

const { databaseFile, verbose, threadId, memory, hubs } = workerData as LedgerWorkerData;
const supervisor = parentPort!;
const log = createLog({ verbose, thread: 'ledger' });
const store = await openLedgerStore({ file: databaseFile });
const ledger = new Ledger({ store, now: Date.now, makeId: () => randomBytes(12).toString('base64url'), log });
const bus = new LedgerBus({ memory, hubs, threadId });
const loop = new LedgerLoop({ bus, ledger, clock: () => performance.now() });

supervisor.on('message', (message: ToLedger) => {
  switch (message.t) {
    case 'hub-added':
      return bus.addHub(message.hub);
    case 'hub-gone':
      return bus.forgetHub(message.threadId, () => tell({ t: 'hub-forgotten', threadId: message.threadId }));
    case 'command':
      return bus.submitOwn(message.command, (answer: Answer<CommandKind>) =>
        tell({ t: 'answer', request: message.request, answer }),
      );
    case 'stop':
      loop.stop();
      bus.wake();
  }
});

bus.beginEpoch();
tell({ t: 'ready' });
await loop.run();
await store[Symbol.asyncDispose]();
tell({ t: 'stopped', commits: loop.commits, commands: loop.commands });
supervisor.close();

function tell(message: FromLedger): void {
  supervisor.postMessage(message);
}
