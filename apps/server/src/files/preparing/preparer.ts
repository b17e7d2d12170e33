import { fork, type ChildProcess } from 'node:child_process';
import { LRUCache } from 'lru-cache';
import type { Log } from '../../log.ts';
import { entryOf } from '../../places.ts';
import { accepted, refused, type Result } from '../../result.ts';
import type { FileFacts } from '../../storage/rows.ts';
import type { FromPreparer, PreparedAs, ToPreparer } from './preparer-messages.ts';

/** Longer than any honest file takes; a file that makes its reader spin is given up. */
const JOB_TIMEOUT_MS = 30_000;
const IDLE_MS = 60_000;

/**
 * Prepares files in a process of its own, one at a time: whatever a hostile image does to the library that decodes it, it
 * does to a process that holds nothing and that can be killed. The process is there only while there is work.
 */
export class Preparer implements Disposable {
  readonly #folder: string;
  readonly #log: Log;
  readonly #timeoutMs: number;
  /** What was prepared is never touched again, also where it is asked for twice: somebody may have seen it. */
  readonly #done = new LRUCache<string, FileFacts>({ max: 1_000 });
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ folder, log, timeoutMs = JOB_TIMEOUT_MS }: { folder: string; log: Log; timeoutMs?: number }) {
    this.#folder = folder;
    this.#log = log;
    this.#timeoutMs = timeoutMs;
  }

  /** A file that its reader chokes on is of no known type, and nobody tries to show it; it makes no picture. */
  prepare(id: string, as: PreparedAs): Promise<Result<FileFacts>> {
    const prepared = this.#last.then(() => this.#prepare(id, as));
    this.#last = prepared.catch(() => undefined);
    return prepared;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#idle);
    this.#child?.kill('SIGKILL');
  }

  async #prepare(id: string, as: PreparedAs): Promise<Result<FileFacts>> {
    const done = this.#done.get(id);
    if (done) return accepted(done);
    clearTimeout(this.#idle);
    const answer =
      (await this.#ask({ id, as, isPlain: false })) ??
      (as === 'picture' ? refused('image_unreadable') : await this.#ask({ id, as, isPlain: true })) ??
      refused('internal');
    this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    if (answer.ok) this.#done.set(id, answer.value);
    return answer;
  }

  /** undefined where the process did not survive it. */
  #ask(job: Omit<ToPreparer, 'folder'>): Promise<Result<FileFacts> | undefined> {
    const child = (this.#child ??= this.#start());
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), this.#timeoutMs);
      const settle = (answer: Result<FileFacts> | undefined) => {
        clearTimeout(timer);
        child.off('message', heard);
        child.off('close', ended);
        resolve(answer);
      };
      const heard = (message: unknown) => settle((message as FromPreparer).result);
      const ended = (code: number | null, signal: string | null) => {
        this.#log.warn({ file: job.id, code, signal }, 'a file could not be prepared');
        settle(undefined);
      };
      child.once('message', heard);
      child.once('close', ended);
      child.send({ ...job, folder: this.#folder } satisfies ToPreparer);
    });
  }

  #start(): ChildProcess {
    const child = fork(entryOf('workers/file-preparer'), {
      execArgv: [],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const forget = () => {
      if (this.#child === child) this.#child = undefined;
    };
    child.on('close', forget);
    child.on('error', (error) => {
      this.#log.error({ err: error }, 'the process that prepares files failed');
      forget();
    });
    return child;
  }

  #end(): void {
    this.#child?.kill();
    this.#child = undefined;
  }
}
