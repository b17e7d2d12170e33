import { syncBuiltinESMExports } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import workerThreads, {
  BroadcastChannel,
  isMainThread,
  threadId as nodeThreadId,
  Worker,
  workerData,
  type WorkerOptions,
} from 'node:worker_threads';
import { type HeldWord, isHeldBy, makeAtomicsDeadly, names } from '@skein/shared-memory/testing/storms/deadly-atomics';
import { LAST_WORDS } from '@skein/shared-memory/testing/storms/ways';
import { type LockOrder, type LockReport, SOCKET_VARIABLE, type Table } from './lock-order.ts';

// Loaded into a server under test with --import, in its main thread and, before anything else, in every worker. Which thread
// takes a lock is chance; so an order is for all hub workers, or for the ledger, and the first that holds the lock carries it
// out, at the step that the order says. The product knows nothing of it: its Atomics are replaced.

const EXIT_CODE = 3;
/** What nobody has wanted by then may never be wanted again. */
const WANTED_WITHIN_MS = 10_000;

/** What a server thread is given; see the server's `workers/messages.ts`. */
interface ServerThreadData {
  readonly memory?: {
    readonly interest: { readonly table: SharedArrayBuffer };
    readonly limits: { readonly rates: SharedArrayBuffer; readonly connections: SharedArrayBuffer };
  };
  /** Of a hub worker. */
  readonly own?: { readonly threadId: number };
  /** Of the ledger. */
  readonly threadId?: number;
}

/** Written by the thread that dies: Node's thread id, the word's place in its table, and the id that stands in it. */
const CLAIM = { nodeThreadId: 0, word: 1, owner: 2 } as const;
const CLAIM_BYTES = 12;

type Message =
  | { readonly t: 'order'; readonly order: LockOrder; readonly claim: SharedArrayBuffer }
  | { readonly t: 'terminate'; readonly nodeThreadId: number };

const channel = new BroadcastChannel('lock reaper');
channel.unref();
if (isMainThread) supervise(process.env[SOCKET_VARIABLE] ?? '');
else await awaitOrders(workerData as ServerThreadData);

function supervise(socketPath: string): void {
  const workers = new Map<number, Worker>();
  let claimed: Int32Array<SharedArrayBuffer> | undefined;
  let order: LockOrder | undefined;
  let asking: Socket | undefined;

  workerThreads.Worker = class extends Worker {
    constructor(entry: string | URL, options: WorkerOptions = {}) {
      super(entry, options);
      const { threadId } = this;
      workers.set(threadId, this);
      this.once('exit', (code) => {
        const exitedAt = performance.now();
        workers.delete(threadId);
        if (claimed?.[CLAIM.nodeThreadId] !== threadId || !order) return;
        const words = new Int32Array(tablesOf(options.workerData as ServerThreadData)![order.table]);
        const held = { words, index: claimed[CLAIM.word]! };
        void report(held, { owner: claimed[CLAIM.owner]!, thread: options.name ?? '', code, exitedAt });
      });
    }
  };
  syncBuiltinESMExports();
  channel.onmessage = ({ data }) => {
    const message = data as Message;
    if (message.t === 'terminate') void workers.get(message.nodeThreadId)?.terminate();
  };
  createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.unref();
    socket.once('data', (data: Buffer) => {
      asking = socket;
      order = JSON.parse(data.toString()) as LockOrder;
      claimed = new Int32Array(new SharedArrayBuffer(CLAIM_BYTES));
      channel.postMessage({ t: 'order', order, claim: claimed.buffer } satisfies Message);
    });
  })
    .listen(socketPath)
    .unref();

  async function report(
    held: HeldWord,
    death: { owner: number; thread: string; code: number; exitedAt: number },
  ): Promise<void> {
    const { thread, code, exitedAt } = death;
    while (isHeldBy(held, death.owner)) await setImmediate();
    const freedMs = performance.now() - exitedAt;
    while (names(held, death.owner) && performance.now() - exitedAt < WANTED_WITHIN_MS) await setImmediate();
    const takenMs = names(held, death.owner) ? undefined : performance.now() - exitedAt;
    asking?.end(JSON.stringify({ thread, code, freedMs, takenMs } satisfies LockReport));
  }
}

async function awaitOrders(data: ServerThreadData): Promise<void> {
  const tables = tablesOf(data);
  if (!tables) return;
  const { wait } = Atomics;
  const owner = data.own?.threadId ?? data.threadId!;
  let order: LockOrder | undefined;
  let claim: Int32Array<SharedArrayBuffer>;
  let stepsLeft = 0;
  channel.onmessage = ({ data: received }) => {
    const message = received as Message;
    if (message.t !== 'order' || (message.order.threads === 'hub') !== (data.own !== undefined)) return;
    order = message.order;
    stepsLeft = order.stepsBefore;
    claim = new Int32Array(message.claim);
  };
  makeAtomicsDeadly({ threadId: owner, buffers: Object.values(tables), isLockless: false, isTime, die });

  function isTime(held: HeldWord | undefined): boolean {
    if (!order || held?.words.buffer !== tables![order.table] || stepsLeft-- > 0) return false;
    if (Atomics.compareExchange(claim, CLAIM.nodeThreadId, 0, nodeThreadId) === 0) return true;
    // Another was first.
    order = undefined;
    return false;
  }

  function die(held: HeldWord | undefined): void {
    claim[CLAIM.word] = held!.words.byteOffset / 4 + held!.index;
    claim[CLAIM.owner] = owner;
    if (order!.way === 'exit') process.exit(EXIT_CODE);
    if (order!.way === 'error') throwForNobodyToCatch();
    channel.postMessage({ t: 'terminate', nodeThreadId } satisfies Message);
    const nobody = new Int32Array(new SharedArrayBuffer(4));
    for (;;) wait(nobody, 0, 0);
  }
}

/** Whoever catches the error here gets it once more, outside of everything. */
function throwForNobodyToCatch(): never {
  process.nextTick(() => {
    throw new Error(LAST_WORDS);
  });
  throw new Error(LAST_WORDS);
}

function tablesOf({ memory }: ServerThreadData): Record<Table, SharedArrayBuffer> | undefined {
  if (!memory) return undefined;
  return {
    interest: memory.interest.table,
    rates: memory.limits.rates,
    connections: memory.limits.connections,
  };
}
