import { isWriting, type Command, type CommandOf, type WritingKind } from './commands.ts';
import type { Submission } from './ledger.ts';

/** Far more than are on their way at any time; beyond it the oldest are forgotten. */
const REMEMBERED_AT_MOST = 100_000;

/**
 * Posts and what else is written that the store could not take and that have not come again. Those that were on their way behind them must not be
 * stored before them: whoever sent them on did not know yet (SPEC P4).
 */
export class FailedPosts {
  readonly #keys = new Set<string>();

  add(batch: readonly Submission<unknown>[]): void {
    for (const { command } of batch) if (isWriting(command)) this.#keys.add(keyOf(command, command.id));
    this.#forgetOldest();
  }

  /** Tells what may be tried from what has to wait behind one that failed; what comes again is not failed any more. */
  divide<Origin>(batch: readonly Submission<Origin>[]): Divided<Origin> {
    if (this.#keys.size === 0) return { held: [], others: batch };
    const held: Submission<Origin>[] = [];
    const others: Submission<Origin>[] = [];
    for (const submission of batch) (this.#holds(submission.command) ? held : others).push(submission);
    this.#forgetOldest();
    return { held, others };
  }

  #holds(command: Command): boolean {
    if (!isWriting(command)) return false;
    const key = keyOf(command, command.id);
    const isHeld = command.after !== undefined && this.#keys.has(keyOf(command, command.after));
    if (isHeld) this.#keys.add(key);
    else this.#keys.delete(key);
    return isHeld;
  }

  #forgetOldest(): void {
    for (const key of this.#keys) {
      if (this.#keys.size <= REMEMBERED_AT_MOST) return;
      this.#keys.delete(key);
    }
  }
}

interface Divided<Origin> {
  readonly held: readonly Submission<Origin>[];
  readonly others: readonly Submission<Origin>[];
}

function keyOf({ account }: CommandOf<WritingKind>, id: string): string {
  return `${account} ${id}`;
}
