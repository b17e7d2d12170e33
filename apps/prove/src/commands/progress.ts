const REDRAW_MS = 200;
const LINE_MS = 10_000;
const BAR_WIDTH = 24;

/** Shows how far a command is: a bar that is drawn over on a terminal, elsewhere a line now and then. */
export class Progress implements Disposable {
  readonly #output: NodeJS.WriteStream = process.stderr;
  readonly #timer: NodeJS.Timeout;
  readonly #look: () => { readonly share: number; readonly text: string };

  /** @param look tells the share that is done, from 0 to 1, and what to say beside it */
  constructor(look: () => { readonly share: number; readonly text: string }) {
    this.#look = look;
    this.#timer = setInterval(() => this.#draw(), this.#output.isTTY ? REDRAW_MS : LINE_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY) this.#output.write('\r\u001b[K');
  }

  #draw(): void {
    const { share, text } = this.#look();
    if (!this.#output.isTTY) return void this.#output.write(`${Math.round(share * 100)} %  ${text}\n`);
    const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
    this.#output.write(`\r\u001b[K${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${text}`);
  }
}
