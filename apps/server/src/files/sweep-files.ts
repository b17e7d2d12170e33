import type { ReadStore } from '../storage/store.ts';
import type { FileFolder } from './file-folder.ts';

/**
 * Removes bytes that no file is made of any more: of files that were forgotten right before a crash, and of uploads that are
 * whole. A name is looked up after it was read from the folder, so whatever is there already has its row.
 * @returns how many names were removed
 */
export async function sweepFiles(folder: FileFolder, reads: Pick<ReadStore, 'hasFile'>): Promise<number> {
  let removed = 0;
  for await (const { id, isUpload } of folder.names()) {
    const state = await reads.hasFile(id);
    if (state === undefined) await folder.remove([id]);
    else if (state === 'whole' && isUpload) await folder.removeUpload(id);
    else continue;
    removed++;
  }
  return removed;
}
