import type { OutboxEntry, OutboxStorage } from './outbox.ts';

export interface OutboxEntriesOptions {
  readonly storage: OutboxStorage;
  readonly report: (error: unknown) => void;
  /** The storage has what was put or has forgotten what was removed. */
  readonly stored: () => void;
  /** Another client has put this one. */
  readonly came: (entry: OutboxEntry) => void;
  /** Another client has removed this one. */
  readonly went: (entry: OutboxEntry) => void;
}

/**
 * The unanswered messages of an account in the order written, here and in the storage. What is put goes into the storage
 * in the same moment, because the page may be closed in the next; where the storage fails, it is kept here.
 */
export class OutboxEntries {
  readonly #options: OutboxEntriesOptions;
  #byId = new Map<string, OutboxEntry>();
  /** Ids that the storage does not have for sure, by the number of their last put. */
  readonly #unstored = new Map<string, number>();
  #puts = 0;
  #openOperations = 0;
  #reading: Promise<void> = Promise.resolve();
  /** The one that has not begun yet: it will see what is changed until then. */
  #nextReading: Promise<void> | undefined;

  constructor(options: OutboxEntriesOptions) {
    this.#options = options;
  }

  values(): Iterable<OutboxEntry> {
    return this.#byId.values();
  }

  /** Whether the storage is still being told of something. */
  get isStoring(): boolean {
    return this.#openOperations > 0;
  }

  get(id: string): OutboxEntry | undefined {
    return this.#byId.get(id);
  }

  /** Adds an entry at the end, or changes it in its place. */
  put(entry: OutboxEntry): void {
    const put = ++this.#puts;
    this.#byId.set(entry.id, entry);
    this.#unstored.set(entry.id, put);
    void this.#store(this.#options.storage.put(entry), () => {
      if (this.#unstored.get(entry.id) === put) this.#unstored.delete(entry.id);
    });
  }

  /** @returns the entry, where it was there */
  remove(id: string): OutboxEntry | undefined {
    const entry = this.#byId.get(id);
    if (!entry) return undefined;
    this.#byId.delete(id);
    this.#unstored.delete(id);
    void this.#store(this.#options.storage.remove(id));
    return entry;
  }

  /** Takes over what other clients, or this page before it was loaded again, have put and removed. */
  read(account: string): Promise<void> {
    this.#nextReading ??= this.#reading.then(() => {
      this.#nextReading = undefined;
      return this.#read(account).catch(this.#options.report);
    });
    this.#reading = this.#nextReading;
    return this.#reading;
  }

  async #read(account: string): Promise<void> {
    const before = new Set(this.#byId.keys());
    const stored = (await this.#options.storage.load(account)).map(fromStored);
    const storedIds = new Set(stored.map(({ id }) => id));
    for (const id of before) if (!storedIds.has(id) && !this.#unstored.has(id)) this.#drop(id);
    const news = stored.filter((entry) => this.#isNews(entry, before));
    for (const entry of news) this.#byId.set(entry.id, entry);
    if (news.length > 0) this.#byId = new Map([...this.#byId].sort(([a], [b]) => (a < b ? -1 : 1)));
    for (const entry of news) this.#options.came(entry);
  }

  /** What this client has changed since it began to read is newer than what it read. */
  #isNews(entry: OutboxEntry, before: ReadonlySet<string>): boolean {
    if (!before.has(entry.id)) return !this.#byId.has(entry.id);
    const own = this.#byId.get(entry.id);
    return own !== undefined && !this.#unstored.has(entry.id) && own.refusal?.code !== entry.refusal?.code;
  }

  #drop(id: string): void {
    const entry = this.#byId.get(id);
    if (this.#byId.delete(id) && entry) this.#options.went(entry);
  }

  async #store(operation: Promise<void>, done?: () => void): Promise<void> {
    this.#openOperations++;
    try {
      await operation;
      done?.();
    } catch (error) {
      this.#options.report(error);
    }
    this.#openOperations--;
    this.#options.stored();
  }
}

/** Before messages could be changed every entry was a post, and said nothing of it. */
function fromStored(entry: OutboxEntry): OutboxEntry {
  return { ...entry, t: entry.t ?? 'post' } as OutboxEntry;
}
