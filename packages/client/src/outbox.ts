/** A message that the server has not answered yet. `state: 'refused'` stays until the person edits or discards it. */
export interface OutboxEntry {
  readonly id: string;
  readonly account: string;
  readonly room: string;
  readonly body: string;
  /** The server's time as the client knew it, in milliseconds; for showing only. */
  readonly writtenAt: number;
}

/** Where unsent messages survive a reload. Order is by `id`, which is time-ordered. */
export interface OutboxStorage {
  load(account: string): Promise<readonly OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(id: string): Promise<void>;
}

/** An outbox that lives as long as the program: for the crowd, the bench, tests, and where nothing better is allowed. */
export function memoryOutbox(): OutboxStorage {
  const entries = new Map<string, OutboxEntry>();
  return {
    load: async (account) =>
      [...entries.values()].filter((entry) => entry.account === account).sort((a, b) => (a.id < b.id ? -1 : 1)),
    put: async (entry) => void entries.set(entry.id, entry),
    remove: async (id) => void entries.delete(id),
  };
}
