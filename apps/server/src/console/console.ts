import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { ERROR_CODES } from '@skein/protocol/errors';
import type { ClientView } from '@skein/protocol/rest';
import type { Result } from '../result.ts';
import { renderClients } from './client-table.ts';
import { COMMANDS, completionsOf, parseCommand, type Command } from './command.ts';
import { safeText } from '@skein/command-line/safe-text';

export interface ConsoleOptions {
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  /** A person types: there is a prompt, a history, and the tab key completes. Otherwise commands are piped in. */
  readonly isTerminal: boolean;
  list(): Promise<readonly ClientView[]>;
  broadcast(text: string): Promise<Result<unknown>>;
  /** Begin to stop. Of this and `interrupt` one is called, at most once. */
  exit(): void;
  /** Ctrl-C, which a terminal hands to its reader as a key, not as a signal. By default the same as `exit`. */
  interrupt?(): void;
}

export interface Console extends Disposable {
  /** Resolves when no more commands are read. The server runs on: the end of piped input is no wish to stop it. */
  readonly closed: Promise<void>;
}

const PIPED_WIDTH = 1_000;

/** Reads commands, one after the other: each is finished before the next begins. */
export function startConsole(options: ConsoleOptions): Console {
  return new RunningConsole(options);
}

class RunningConsole implements Console {
  readonly closed: Promise<void>;
  readonly #options: ConsoleOptions;
  readonly #lines: Interface;
  #isExiting = false;
  #isClosed = false;

  constructor(options: ConsoleOptions) {
    this.#options = options;
    const { input, output, isTerminal } = options;
    // The window behind a console may close; the server does not end with it. Stays after the console: what was written
    // before may fail later.
    output.on('error', ignore);
    this.#lines = createInterface({
      input,
      ...(isTerminal ? { output, completer: complete, prompt: 'skein> ' } : {}),
      terminal: isTerminal,
      historySize: 200,
      removeHistoryDuplicates: true,
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    this.#lines.on('SIGINT', () => this.#end(options.interrupt ?? options.exit));
    this.#lines.on('close', () => (this.#isClosed = true));
    this.closed = this.#readCommands();
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }

  async #readCommands(): Promise<void> {
    this.#prompt();
    try {
      for await (const line of this.#lines) {
        if (this.#isExiting) return;
        await this.#run(parseCommand(line));
        this.#prompt();
      }
    } catch (error) {
      this.#write(`The console cannot read any more: ${messageOf(error)}`);
    }
  }

  async #run(command: Command): Promise<void> {
    try {
      for (const line of await this.#answer(command)) this.#write(line);
    } catch (error) {
      this.#write(`That did not work: ${messageOf(error)}`);
    }
  }

  async #answer(command: Command): Promise<readonly string[]> {
    switch (command.kind) {
      case 'nothing':
        return [];
      case 'list':
        return renderClients(await this.#options.list(), this.#width());
      case 'broadcast':
        return [answerTo(await this.#options.broadcast(command.text))];
      case 'help':
        return helpLines();
      case 'exit':
        this.#end(this.#options.exit);
        return ['Stopping.'];
      case 'unknown':
        return [unknownLine(command.word, command.nearest)];
      case 'misused':
        return [`Write it as: ${COMMANDS[command.name].usage}`];
    }
  }

  #end(server: () => void): void {
    if (this.#isExiting) return;
    this.#isExiting = true;
    // Closed first, so that a second Ctrl-C is a signal to the process again.
    this.#lines.close();
    server();
  }

  #prompt(): void {
    if (this.#options.isTerminal && !this.#isClosed) this.#lines.prompt();
  }

  #write(line: string): void {
    this.#options.output.write(`${line}\n`);
  }

  #width(): number {
    return this.#options.isTerminal ? (this.#options.output.columns ?? 80) : PIPED_WIDTH;
  }
}

function complete(line: string): [string[], string] {
  return [completionsOf(line), line];
}

function answerTo(result: Result<unknown>): string {
  if (result.ok) return 'Everybody is shown it.';
  return `Not sent (${result.error.code}): ${ERROR_CODES[result.error.code]}`;
}

function unknownLine(word: string, nearest: string | undefined): string {
  const shown = safeText(word.length > 40 ? `${word.slice(0, 40)}…` : word);
  return `There is no command "${shown}".${nearest ? ` Did you mean ${nearest}?` : ''} Type help for those there are.`;
}

function helpLines(): string[] {
  return Object.values(COMMANDS).map(({ usage, tells }) => `  ${usage.padEnd(16)} ${tells}`);
}

function messageOf(error: unknown): string {
  return safeText(error instanceof Error ? error.message : String(error));
}

function ignore(): void {}
