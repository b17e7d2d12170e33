import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { DATABASE_NAME } from './archive-format.ts';
import { copyDatabase } from '../../storage/sqlite/copy.ts';
import { DatabaseError } from '../../storage/sqlite/errors.ts';

// The entry of the thread that copies a database for a backup: SQLite holds a thread until it is done, and meanwhile the
// command shows how far it is.

export interface CopyRequest {
  readonly from: string;
  readonly to: string;
}
export type CopyAnswer = { readonly ok: true } | { readonly ok: false; readonly message: string };

const { from, to } = workerData as CopyRequest;
const answer = (answer: CopyAnswer): void => parentPort!.postMessage(answer);
try {
  copyDatabase(from, to, { isChat: basename(from) === DATABASE_NAME });
  answer({ ok: true });
} catch (error) {
  if (!(error instanceof DatabaseError)) throw error;
  answer({ ok: false, message: error.message });
}
