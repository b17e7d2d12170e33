import type { CrowdState } from './run-crowd.ts';

const REDRAW_MS = 200;
const LINE_MS = 5_000;
const BAR_WIDTH = 24;

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far the crowd is: a bar that is drawn over on a terminal, elsewhere a line now and then. */
export class Progress implements Disposable {
  readonly #output: ProgressOutput;
  readonly #timer: NodeJS.Timeout;
  #state: CrowdState | undefined;
  #shown = '';

  constructor(output: ProgressOutput) {
    this.#output = output;
    this.#timer = setInterval(() => this.#draw(), output.isTTY ? REDRAW_MS : LINE_MS);
  }

  show(state: CrowdState): void {
    this.#state = state;
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY && this.#shown) this.#output.write('\r\u001b[K');
  }

  #draw(): void {
    if (!this.#state) return;
    const line = stateToLine(this.#state, this.#output.isTTY === true);
    if (line === this.#shown) return;
    this.#shown = line;
    this.#output.write(this.#output.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
  }
}

function stateToLine({ stage, people, messages, findings }: CrowdState, hasBar: boolean): string {
  const { prepared, registered, loggedIn, loggedOut, posted, waits } = findings;
  if (stage === 'preparing') return `preparing: ${prepared} of ${people / 2} accounts registered`;
  if (stage !== 'talking') return stage;
  const share = (registered + loggedIn + posted + loggedOut) / (2 * people + messages);
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  const bar = hasBar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ` : '';
  const told = waits > 0 ? `, told to wait ${waits} times` : '';
  const arrived = `registered ${registered}, logged in ${loggedIn}`;
  return `${bar}${arrived}, said ${posted} of ${messages}, logged out ${loggedOut} of ${people}${told}`;
}
