import type { ProgressOutput } from '../crowd/progress.ts';

const BAR_WIDTH = 24;

/** How far a run is and how long it will take: a bar that is drawn over on a terminal, a line for each step elsewhere. */
export class Progress implements Disposable {
  readonly #output: ProgressOutput;
  readonly #steps: number;
  readonly #since = performance.now();
  #done = 0;

  constructor(output: ProgressOutput, steps: number) {
    this.#output = output;
    this.#steps = steps;
  }

  /** Says what is done now. */
  begin(what: string): void {
    const filled = Math.round((this.#done / this.#steps) * BAR_WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
    const line = `${bar} ${this.#done + 1} of ${this.#steps}${this.#left()}  ${what}`;
    this.#output.write(this.#output.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }

  end(): void {
    this.#done++;
  }

  [Symbol.dispose](): void {
    if (this.#output.isTTY) this.#output.write('\r\u001b[K');
  }

  #left(): string {
    if (this.#done === 0) return '';
    const seconds = ((performance.now() - this.#since) / 1000 / this.#done) * (this.#steps - this.#done);
    return seconds < 90 ? `, ${Math.ceil(seconds)} s left` : `, ${Math.ceil(seconds / 60)} min left`;
  }
}

/** Registering comes before the steps of a run, and takes a while. */
export function showAccounts(output: ProgressOutput, done: number, all: number): void {
  if (output.isTTY) output.write(`\r\u001b[Kregistering accounts: ${done} of ${all}`);
  else if (done === 1 || done % 250 === 0) output.write(`registering accounts: ${done} of ${all}\n`);
}
