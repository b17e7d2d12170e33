import { createHubMemory, createSharedMemory, renewRing } from '../../workers/memory.ts';
import { busContract, type TestBus } from '../bus-contract.ts';
import { SharedMemoryHubBus } from './hub-bus.ts';
import { LedgerBus } from './ledger-bus.ts';

busContract('shared memory', openBus);

/** All ends in one thread: what is between them is the same memory. */
function openBus(count: number): TestBus {
  const memory = createSharedMemory();
  let hubMemories = Array.from({ length: count }, (_, slot) => createHubMemory({ slot, threadId: 10 + slot }));
  const hubs = hubMemories.map((own) => {
    const peers = hubMemories.filter((peer) => peer !== own);
    return new SharedMemoryHubBus({ memory, own, peers, onRostersWanted: () => undefined });
  });
  const running: Promise<void>[] = [];
  const bus: TestBus = {
    hubs,
    ledger: new LedgerBus({ memory, hubs: hubMemories, threadId: 2 }),
    listen: (hub, listener) => void running.push(hubs[hub]!.run(listener)),
    replaceLedger: () => {
      hubMemories = hubMemories.map(renewRing);
      const ledger = new LedgerBus({ memory, hubs: hubMemories, threadId: 3 });
      bus.ledger = ledger;
      hubs.forEach((hub, index) => hub.useRing(hubMemories[index]!.ring));
      ledger.beginEpoch();
    },
    [Symbol.asyncDispose]: async () => {
      for (const hub of hubs) hub.stop();
      await Promise.all(running);
    },
  };
  return bus;
}
