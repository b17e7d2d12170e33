import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, CommandKind } from '../ledger/commands.ts';
import { keepCompiled } from '../keep-compiled.ts';
import { createLog } from '../log.ts';
import { openLedger } from './ledger-run.ts';
import type { FromLedger, LedgerWorkerData, ToLedger } from './messages.ts';

// The entry of the ledger's thread, the only writer: it drains what hub workers handed up, judges and commits it, and
// only then publishes and answers.

const data = workerData as LedgerWorkerData;
const supervisor = parentPort!;
const log = createLog({ verbose: data.verbose, thread: 'ledger' });
const { bus, loop, run, stop } = await openLedger(data, log);

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
      return stop();
  }
});

tell({ t: 'ready' });
keepCompiled();
await run();
tell({ t: 'stopped', commits: loop.commits, commands: loop.commands });
supervisor.close();

function tell(message: FromLedger): void {
  supervisor.postMessage(message);
}
