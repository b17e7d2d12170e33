import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { FileFolder } from '../files/file-folder.ts';
import { limitImageWork } from '../files/preparing/image.ts';
import { prepareFile, preparePicture } from '../files/preparing/prepare-file.ts';
import type { FromPreparer, ToPreparer } from '../files/preparing/preparer-messages.ts';
import { refused } from '../result.ts';

// The entry of the process that looks into files: what strangers sent is decoded here and nowhere else. It ends with its
// parent, and gives way to the chat where the machine is short of time or memory.

setPriority(10);
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Not on Linux.
}
limitImageWork();

process.on('disconnect', () => process.exit(0));
process.on('message', (job: ToPreparer) => {
  const folder = new FileFolder(job.folder);
  const prepared = job.as === 'picture' ? preparePicture(folder, job.id) : prepareFile(folder, job.id, job);
  void prepared
    .catch(() => refused('storage_failed', { retryAfterMs: 5_000 }))
    .then((result) => process.send!({ result } satisfies FromPreparer));
});
