import { rmSync, statSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Answerer } from '../background/answerer.ts';
import { TASK_BOUNDS, type Handlers, type Tasks } from '../background/tasks.ts';
import { FileFolder } from '../files/file-folder.ts';
import { Preparer } from '../files/preparing/preparer.ts';
import { sweepFiles } from '../files/sweep-files.ts';
import { keepCompiled } from '../keep-compiled.ts';
import { createLog } from '../log.ts';
import { SearchDesk } from '../search/search-desk.ts';
import { checkpoint } from '../storage/sqlite/checkpoint.ts';
import { openReader, openSearchIndex } from '../storage/sqlite/connection.ts';
import { isDamage } from '../storage/sqlite/errors.ts';
import { sqliteSearchSource } from '../storage/sqlite/search-source.ts';
import { openPush } from '../push/open-push.ts';
import { openPushSource } from '../storage/sqlite/push-source.ts';
import { openReadStore } from '../storage/sqlite/open-read-store.ts';
import type { BackgroundWorkerData, FromBackground, ToBackground } from './messages.ts';

// The background thread's work: what takes long and must stall nobody. It answers what hub workers ask, keeps the search index,
// tells devices of messages, and moves committed pages from the write-ahead log into the database, off the ledger's commit path.

const { databaseFile, searchFile, pushFile, pushContact, filesFolder, verbose } = workerData as BackgroundWorkerData;
const log = createLog({ verbose, thread: 'background' });

/** Where processors are short, people who talk come first. Linux takes it for this thread alone; others would for all. */
if (process.platform === 'linux') setPriority(10);

const CHECK_INTERVAL_MS = 500;
const SWEEP_INTERVAL_MS = 3_600_000;
const CHECKPOINT_ABOVE_BYTES = 4 * 1024 * 1024;
/** When the log had last been written to, the last time all of it was moved: it keeps its size. */
let movedAsOf = 0;

setInterval(() => {
  try {
    moveLog();
  } catch (error) {
    log.warn({ err: error }, 'a checkpoint failed; it is tried again');
  }
}, CHECK_INTERVAL_MS);

const searchDesk = new SearchDesk({
  source: sqliteSearchSource(openReader(databaseFile)),
  openIndex: () => openSearchIndex(searchFile),
  removeIndex: () => rmSync(searchFile, { force: true }),
  isDamage,
  log,
});
void searchDesk.run();

const push = openPush({ file: pushFile, source: openPushSource(databaseFile), contact: pushContact, log });

const preparer = new Preparer({ folder: filesFolder, log });
const handlers: Handlers = {
  search: (ask, signal) => searchDesk.answer(ask, signal),
  'prepare-file': ({ id, as }) => preparer.prepare(id, as),
  ...push.handlers,
};
const answerer = new Answerer<Tasks>({ handlers, bounds: TASK_BOUNDS, log });
parentPort!.on('message', ({ port }: ToBackground) => answerer.serve(port));
parentPort!.postMessage({ t: 'ready' } satisfies FromBackground);
keepCompiled();

const files = new FileFolder(filesFolder);
const reads = await openReadStore({ file: databaseFile });
setInterval(() => void sweep(), SWEEP_INTERVAL_MS);
await sweep();

async function sweep(): Promise<void> {
  try {
    const removed = await sweepFiles(files, reads);
    if (removed > 0) log.info({ removed }, 'removed bytes of files that are no more');
  } catch (error) {
    log.warn({ err: error }, 'files could not be swept; it is tried again');
  }
}

function moveLog(): void {
  const file = statSync(`${databaseFile}-wal`, { throwIfNoEntry: false });
  if (!file || file.size <= CHECKPOINT_ABOVE_BYTES || file.mtimeMs === movedAsOf) return;
  const { pages, moved } = checkpoint(databaseFile);
  if (moved === pages) movedAsOf = file.mtimeMs;
}
