import { counted, Findings, quantile } from './commands/figures.ts';
import { EXIT, readOptions, SEED } from './commands/options.ts';
import { Progress } from './commands/progress.ts';
import { findObstacle } from './fsync/strace.ts';
import { traceTalk, type TracedTalk } from './fsync/traced-talk.ts';
import { randomFrom } from './random.ts';

// `pnpm prove:fsync`: each acknowledgement has its own write to the write-ahead log, and a sync that followed, before it.

const OBJECTIONS_AT_MOST = 10;

const options = readOptions({
  name: 'pnpm prove:fsync',
  about: `Traces the system calls of a server with strace and shows for each acknowledgement the write of its own message to the
write-ahead log, the end of its transaction there, and the sync that was over before anything about it left for any client.`,
  options: {
    messages: { fallback: 2_000, least: 1, help: 'how many messages are followed' },
    clients: { fallback: 12, least: 1, help: 'how many write them' },
    seed: SEED,
  },
});

const obstacle = findObstacle();
if (obstacle) {
  console.error(`pnpm prove:fsync: ${obstacle}`);
  process.exitCode = EXIT.misused;
} else {
  console.log(`seed ${options.seed}`);
  const found = findings(await run());
  console.log(String(found));
  process.exitCode = found.isProven ? EXIT.proven : EXIT.refuted;
}

async function run(): Promise<TracedTalk> {
  let acknowledged = 0;
  using _progress = new Progress(() => ({
    share: acknowledged / options.messages,
    text: `${counted(acknowledged)} of ${counted(options.messages)} messages acknowledged`,
  }));
  const random = randomFrom(options.seed);
  const onProgress = (count: number): void => void (acknowledged = count);
  return traceTalk({ people: options.clients, messages: options.messages, random, onProgress });
}

function findings({ acknowledged, courses, commits, syncs, objections, traceBytes }: TracedTalk): Findings {
  const found = new Findings();
  const durable = [...courses.values()].filter(({ syncedAt, toldAt }) => syncedAt! < toldAt!).length;
  const perCommit = Map.groupBy(courses.values(), ({ committedAt }) => committedAt).values();
  const sizes = [...perCommit].map((group) => group.length);
  found.figure('trace', `${counted(traceBytes / 1e6)} MB of system calls of all threads`);
  found.figure('messages', `${counted(acknowledged)} acknowledged`);
  found.figure(
    'durable first',
    `${counted(durable)}: written to the log, transaction ended, synced, and only then told`,
  );
  found.figure(
    'commits',
    `${counted(commits)} transactions and ${counted(syncs)} syncs of the log; ${counted(quantile(sizes, 0.5))} messages to a commit at the median, ${counted(Math.max(...sizes))} at most`,
  );
  found.unless(acknowledged === options.messages, `${options.messages - acknowledged} were not acknowledged`);
  found.unless(durable === acknowledged, `${acknowledged - durable} were not shown to be durable first`);
  for (const objection of objections.slice(0, OBJECTIONS_AT_MOST)) found.unless(false, objection);
  return found;
}
