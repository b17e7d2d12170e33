/** The few words the page keeps between visits. Reading and writing never fail: where nothing may be kept, nothing is. */
export interface Memory {
  read(key: MemoryKey): string | undefined;
  write(key: MemoryKey, value: string | undefined): void;
  /** Hears of what other tabs write. @returns a function that ends it */
  follow(key: MemoryKey, listener: () => void): () => void;
}

export type MemoryKey =
  | 'theme'
  | 'room'
  /** Ids of rooms, with spaces between them. */
  | 'recent'
  | 'members'
  | 'notifications'
  | 'emoji'
  | `mentioned.${string}`
  | `drafts.${string}`
  | `files.${string}`;
