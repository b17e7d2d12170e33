import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { builtServer } from '@skein/bench/start';
import xterm from '@xterm/headless';
import { until } from '../until.ts';

const CELL_LIMIT = 10_000;

/** `script` of util-linux gives a program a terminal; other systems have another one of that name. */
export const hasPseudoTerminals = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

export interface PseudoTerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A person's terminal: a pseudo-terminal for `skein`, and a real emulator of the screen that it draws on. */
export class PseudoTerminal implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #screen: xterm.Terminal;
  readonly #ended: Promise<number | null>;
  /** Everything that was written to the terminal. */
  written = '';

  constructor(args: readonly string[], { columns = 80, rows = 24, env = {} }: PseudoTerminalOptions = {}) {
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: CELL_LIMIT });
    const command = [process.execPath, builtServer(), ...args]
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
      .join(' ');
    const script = ['-qefc', `stty rows ${rows} cols ${columns}; exec ${command}`, '/dev/null'];
    this.#child = spawn('script', script, { env: { ...process.env, TERM: 'xterm-256color', ...env } });
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.written += text;
      this.#screen.write(text);
    });
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  /** Keys, as the terminal sends them. */
  press(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** A line with the Enter key behind it. */
  types(line: string): void {
    this.press(`${line}\r`);
  }

  /** What the screen shows, a row each. */
  rows(): string[] {
    const buffer = this.#screen.buffer.active;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      (buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  async shows(what: RegExp | string): Promise<string> {
    const isThere = (row: string): boolean => (typeof what === 'string' ? row.includes(what) : what.test(row));
    try {
      return await until(`the terminal to show ${what}`, () => this.rows().find(isThere));
    } catch (cause) {
      throw new Error(`the terminal never showed ${what}:\n${this.rows().join('\n')}`, { cause });
    }
  }

  /** @returns the exit code of the program */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
