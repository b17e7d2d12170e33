/** A file that goes with a message which is not sent yet. */
export interface Attachment {
  /** Names it in this browser; the server has an id of its own. */
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** What the browser takes it for. The server looks itself. */
  readonly type: string;
  readonly description: string;
}

/** A file as it is kept until it is at the server. */
export interface KeptBlob {
  readonly key: string;
  readonly blob: Blob;
  readonly name: string;
  /** The server's id, once it knows of it. */
  readonly upload?: string;
}

/** Where files of unsent messages survive a reload. */
export interface BlobStorage {
  get(key: string): Promise<KeptBlob | undefined>;
  put(kept: KeptBlob): Promise<void>;
  remove(key: string): Promise<void>;
  /** Whether it was put here, as far as this program knows. */
  has(key: string): boolean;
}

/** Files that last as long as the program. */
export function memoryBlobs(): BlobStorage {
  const blobs = new Map<string, KeptBlob>();
  return {
    get: async (key) => blobs.get(key),
    put: async (kept) => void blobs.set(kept.key, kept),
    remove: async (key) => void blobs.delete(key),
    has: (key) => blobs.has(key),
  };
}
