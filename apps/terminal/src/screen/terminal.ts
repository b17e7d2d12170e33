import { emitKeypressEvents, type Key } from 'node:readline';

export interface TerminalStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export interface Frame {
  /** From the top; each is no wider than the terminal. */
  readonly rows: readonly string[];
  /** Where the next character goes, from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
}

export interface TerminalEvents {
  /** A key, or text that was typed or pasted. */
  key(text: string | undefined, key: Key): void;
  resized(): void;
}

const ENTER = '\x1b[?1049h\x1b[?2004h';
const LEAVE = '\x1b[?2004l\x1b[?1049l\x1b[?25h';

/** The whole screen of a terminal, given back as it was when disposed, however the program ends. */
export class Terminal implements Disposable {
  readonly #streams: TerminalStreams;
  readonly #events: TerminalEvents;
  readonly #onExit = (): void => this.#leave();
  readonly #onResize = (): void => {
    this.#drawn = [];
    this.#events.resized();
  };
  #drawn: readonly string[] = [];
  #isLeft = false;

  constructor(streams: TerminalStreams, events: TerminalEvents) {
    this.#streams = streams;
    this.#events = events;
    const { input, output } = streams;
    emitKeypressEvents(input);
    input.setRawMode(true);
    input.on('keypress', events.key).resume();
    output.on('resize', this.#onResize);
    process.on('exit', this.#onExit);
    output.write(ENTER);
  }

  get columns(): number {
    return Math.max(this.#streams.output.columns ?? 80, 10);
  }

  get rows(): number {
    return Math.max(this.#streams.output.rows ?? 24, 4);
  }

  /** Writes what is other than what is shown already, in one piece. */
  draw({ rows, cursor }: Frame): void {
    let out = '\x1b[?25l';
    for (const [index, row] of rows.entries()) {
      if (row !== this.#drawn[index]) out += `\x1b[${index + 1};1H${row}\x1b[K`;
    }
    this.#drawn = rows;
    this.#streams.output.write(`${out}\x1b[${cursor.row + 1};${cursor.column + 1}H\x1b[?25h`);
  }

  /** Draws everything again with the next frame. */
  forget(): void {
    this.#drawn = [];
    this.#streams.output.write('\x1b[2J');
  }

  [Symbol.dispose](): void {
    const { input, output } = this.#streams;
    input.off('keypress', this.#events.key).pause();
    output.off('resize', this.#onResize);
    process.off('exit', this.#onExit);
    this.#leave();
  }

  #leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    this.#streams.output.write(LEAVE);
    this.#streams.input.setRawMode(false);
  }
}
