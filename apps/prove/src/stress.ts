import { trials as serverTrials } from '@skein/server/trials';
import { stress } from '@skein/shared-memory/testing/storms/stress';
import { trials } from '@skein/shared-memory/testing/storms/trials';
import { counted, Findings } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';

// `pnpm stress`: everything in shared memory among real threads that are ended at any moment.

const options = readOptions({
  name: 'pnpm stress',
  about: `Real threads use each ring, log, lock and table in shared memory, look at all they find by sequence and checksum, and are
ended from outside at any moment. Ends at the first thing that is wrong, or when nobody goes on.`,
  options: {
    seconds: { fallback: 60, least: 1, help: 'altogether' },
    seed: SEED,
  },
});

const all = [...trials, ...serverTrials];
const seconds = options.seconds / all.length;
const found = new Findings();
let tried = 0;
let now = '';
let share = 0;
console.log(`seed ${options.seed}`);
{
  using _progress = new Progress(() => ({ share: (tried + share) / all.length, text: now }));
  for (const trial of all) {
    now = trial.name;
    const onProgress = (ofThis: number): void => void (share = ofThis);
    await stress({ trial, seconds, seed: options.seed, onProgress }).then(
      ({ name, acts, deaths, tally }) => {
        const became = String(tally) && `; in the middle of something: ${String(tally)}`;
        found.figure(name, `${counted(acts)} times used, ${counted(deaths)} threads ended${became}`);
      },
      (error: unknown) => found.unless(false, `${trial.name}: ${String(error)}`),
    );
    tried++;
    share = 0;
  }
}
console.log(String(found));
process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;
