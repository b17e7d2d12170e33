import { MessageChannel } from 'node:worker_threads';
import { createHubMemory, createSharedMemory, renewRing } from '../../workers/memory.ts';
import { busContract, type TestBus } from '../bus-contract.ts';
import { SharedMemoryHubBus } from '../shared-memory/hub-bus.ts';
import { LedgerBus } from '../shared-memory/ledger-bus.ts';
import { Exchange } from './exchange.ts';
import { IpcHubBus } from './hub-bus.ts';
import type { Down, Up } from './messages.ts';

busContract('between processes', openBus);

/** The exchange as the supervisor has it, and a message port to each hub worker: values are copied as they are between processes. */
function openBus(count: number): TestBus {
  const memory = createSharedMemory();
  let own = createHubMemory({ slot: 0, threadId: 10 });
  const bus = new SharedMemoryHubBus({ memory, own, peers: [], onRostersWanted: () => undefined });
  const exchange = new Exchange({ bus, now: Date.now });
  const running = bus.run(exchange);
  const channels = Array.from({ length: count }, () => new MessageChannel());
  const hubs = channels.map(({ port1, port2 }, slot) => {
    const hub = new IpcHubBus({ send: (up) => port2.postMessage(up), now: Date.now });
    port2.on('message', (down: Down) => hub.receive(down));
    port1.on('message', (up: Up) => exchange.receive(slot, up));
    exchange.connect(slot, (down) => port1.postMessage(down));
    return hub;
  });
  const test: TestBus = {
    hubs,
    ledger: new LedgerBus({ memory, hubs: [own], threadId: 2 }),
    listen: (hub, listener) => void hubs[hub]!.run(listener),
    replaceLedger: () => {
      own = renewRing(own);
      const ledger = new LedgerBus({ memory, hubs: [own], threadId: 3 });
      test.ledger = ledger;
      bus.useRing(own.ring);
      ledger.beginEpoch();
    },
    [Symbol.asyncDispose]: async () => {
      for (const hub of hubs) hub.stop();
      bus.stop();
      for (const { port1 } of channels) port1.close();
      await running;
    },
  };
  return test;
}
