import type { Answer, CommandKind, CommandOf } from '../ledger/commands.ts';
import type { Log } from '../log.ts';
import type { HubMemory, SharedMemory } from '../workers/memory.ts';

export interface RunningLedgerOptions {
  readonly log: Log;
  readonly memory: SharedMemory;
  readonly databaseFile: string;
  readonly filesFolder: string;
  readonly verbose: boolean;
  readonly threadId: number;
  readonly hubs: readonly HubMemory[];
  readonly onExit: (code: number) => void;
}

/** One run of the ledger, as the supervisor sees it. */
export interface RunningLedger {
  readonly ready: Promise<void>;
  addHub(hub: HubMemory): void;
  /** Resolves once everything a dead worker had submitted is committed, or this ledger has ended. */
  forgetHub(hub: HubMemory): Promise<void>;
  /** A command of the supervisor's own. */
  submit<K extends CommandKind>(command: CommandOf<K>): Promise<Answer<K>>;
  /** Commits what is still in the rings and closes the database. */
  stop(timeoutMs: number): Promise<void>;
}
