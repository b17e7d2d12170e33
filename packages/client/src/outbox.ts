interface Entry {
  readonly id: string;
  readonly account: string;
  readonly room: string;
  /** The server's time as the client knew it, in milliseconds; for showing only. */
  readonly writtenAt: number;
}

/** `message` is the seq of the message to be changed, and of another message in another history (E7). */
interface ChangeEntry extends Entry {
  readonly message: number;
  readonly historyId: string;
}

export type PostEntry = Entry & { readonly t: 'post'; readonly body: string };
export type EditEntry = ChangeEntry & { readonly t: 'edit'; readonly body: string };
export type DeleteEntry = ChangeEntry & { readonly t: 'delete' };

/** What was written and the server has not answered yet. What it refused stays until the person edits or discards it. */
export type OutboxEntry = PostEntry | EditEntry | DeleteEntry;

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
