import { constants } from 'node:fs';
import { open, opendir, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The bytes of files, in the data folder. What is called how:
 *
 *   ID           a whole file; never written again under this name
 *   ID.thumb     a small image of it
 *   ID.part      an upload, as far as it has come
 *   ID.new.part  a whole upload that is being prepared
 *   ID.new.part.again.part  that, being written again without its metadata
 *
 * What is not whole ends in `.part`, as everywhere in the data folder. An id holds neither dots nor slashes, so no name leads elsewhere.
 */
export class FileFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  wholePath(id: string): string {
    return join(this.#path, checked(id));
  }

  thumbnailPath(id: string): string {
    return `${this.wholePath(id)}.thumb`;
  }

  uploadPath(id: string): string {
    return `${this.wholePath(id)}.part`;
  }

  preparedPath(id: string): string {
    return `${this.wholePath(id)}.new.part`;
  }

  /** Opens an upload to write to, with the bytes that are there. */
  openUpload(id: string): Promise<FileHandle> {
    return open(this.uploadPath(id), constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** Bytes of an upload that are there. */
  async uploadedBytes(id: string): Promise<number> {
    const stats = await stat(this.uploadPath(id)).catch(ignoreMissing);
    return stats?.size ?? 0;
  }

  /** What is left of an upload that has become a file. */
  async removeUpload(id: string): Promise<void> {
    const prepared = this.preparedPath(id);
    for (const path of [this.uploadPath(id), prepared, againPath(prepared)]) await rm(path, { force: true });
  }

  /** Everything there is of files. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      for (const path of [this.wholePath(id), this.thumbnailPath(id)]) await rm(path, { force: true });
      await this.removeUpload(id);
    }
  }

  /** What is under which name, in no order. */
  async *names(): AsyncGenerator<{ readonly id: string; readonly isUpload: boolean }> {
    for await (const { name } of await opendir(this.#path)) {
      const [id = '', suffix] = name.split('.');
      if (ID.test(id)) yield { id, isUpload: suffix === 'part' || suffix === 'new' };
    }
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#path);
    return bavail * bsize;
  }
}

/** Where a file is written anew before it takes its own place. */
export function againPath(path: string): string {
  return `${path}.again.part`;
}

const ID = /^[0-9A-Za-z_-]{1,40}$/;

function checked(id: string): string {
  if (!ID.test(id)) throw new Error('not the id of a file');
  return id;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
