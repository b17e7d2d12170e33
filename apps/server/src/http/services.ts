import type { KeyObject } from 'node:crypto';
import type { ClientView } from '@skein/protocol/rest';
import type { Config } from '../config.ts';
import type { Ask } from '../background/tasks.ts';
import type { PasswordHasher } from '../accounts/password-hasher.ts';
import type { Submit } from '../ledger/commands.ts';
import type { FileFolder } from '../files/file-folder.ts';
import type { Limits } from '../limits/limits.ts';
import type { Log } from '../log.ts';
import type { ReadStore } from '../storage/store.ts';

/** What the routers of one hub worker work with. */
export interface Services {
  readonly config: Config;
  /** Signs tokens; from the data folder's secrets, the same in every worker. */
  readonly tokenKey: KeyObject;
  readonly reads: ReadStore;
  readonly submit: Submit;
  /** What takes long: asked of the background thread. */
  readonly ask: Ask;
  readonly hasher: PasswordHasher;
  readonly files: FileFolder;
  readonly limits: Limits;
  readonly log: Log;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly health: () => 'ok' | 'starting' | 'stopping';
  /** Live clients on every worker. */
  readonly clients: {
    list(): Promise<readonly ClientView[]>;
    /** False where there is no such client. */
    end(id: string): Promise<boolean>;
  };
}
