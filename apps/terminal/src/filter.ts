import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ChatClient } from '@skein/client/chat-client';
import type { RestClient } from '@skein/client/rest-client';
import type { Notice } from '@skein/client/notices';
import { EXIT } from '@skein/command-line/exit-codes';
import type { Streams } from '@skein/command-line/run-command';
import type { RoomEvent } from '@skein/protocol/rooms';
import { happening, messageLines, nameOf, timeOf } from './event-text.ts';
import type { Names } from './names.ts';
import { refusalText } from './refusal-text.ts';

/** More than this in the outbox, and the input waits. */
const MOST_UNANSWERED = 200;

export interface FilterOptions {
  readonly client: ChatClient;
  readonly rest: RestClient;
  readonly names: Names;
  /** Where lines go, and whose events are written. */
  readonly room: string;
  readonly input: Readable;
  readonly streams: Streams;
  readonly json: boolean;
  /** Goes on after the end of the input. */
  readonly follows: boolean;
  /** Gives up when something waits and nothing was answered for so long. */
  readonly timeoutMs: number;
  /** Ends a filter that follows. */
  readonly signal: AbortSignal;
}

/** Posts each line of the input, and writes what is said. @returns the exit code */
export async function filter(options: FilterOptions): Promise<number> {
  const run = new RunningFilter(options);
  const stop = options.client.listen((notice) => run.hears(notice));
  try {
    return await Promise.race([run.ended, run.work()]);
  } finally {
    stop();
  }
}

class RunningFilter {
  readonly #options: FilterOptions;
  readonly ended: Promise<number>;
  #end!: (code: number) => void;
  #refusals = 0;
  #members: Promise<void> | undefined;
  #changed: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FilterOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    options.signal.addEventListener('abort', () => this.#end(this.#code()), { once: true });
    // Whoever reads the output has gone.
    options.streams.output.on('error', () => this.#end(EXIT.failed));
  }

  async work(): Promise<number> {
    const { input, client, room, follows } = this.#options;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      client.post(room, await this.#written(line));
      await this.#until(() => this.#unanswered() < MOST_UNANSWERED);
    }
    await this.#until(() => this.#unanswered() === 0);
    return follows ? this.ended : this.#code();
  }

  hears(notice: Notice): void {
    switch (notice.kind) {
      case 'acked':
        if (this.#options.json) this.#write(JSON.stringify(notice.ack));
        return this.#answered();
      case 'refused':
        this.#refusals++;
        this.#say(`not taken (${notice.error.code}): ${refusalText(notice.error)}`);
        return this.#answered();
      case 'event':
        if (notice.event.room === this.#options.room) this.#tell(notice.event);
        return;
      case 'room-gone':
        if (notice.room !== this.#options.room) return;
        this.#say('you are not in this room any more');
        return this.#end(EXIT.failed);
      case 'status':
        if (notice.status.state !== 'ended') return;
        this.#say(`the server has ended the session (${notice.status.reason})`);
        return this.#end(EXIT.failed);
      default:
    }
  }

  /** Members are asked for once somebody may be mentioned. */
  async #written(line: string): Promise<string> {
    const { names, rest, room } = this.#options;
    if (line.includes('@')) await (this.#members ??= names.learnMembers(rest, room));
    return names.written(line);
  }

  #unanswered(): number {
    return this.#options.client.outbox.filter(({ refusal }) => refusal === undefined).length;
  }

  #answered(): void {
    this.#expectAnswer();
    this.#changed();
  }

  async #until(isSo: () => boolean): Promise<void> {
    this.#expectAnswer();
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    clearTimeout(this.#timer);
  }

  #expectAnswer(): void {
    clearTimeout(this.#timer);
    if (this.#unanswered() > 0) this.#timer = setTimeout(() => this.#giveUp(), this.#options.timeoutMs);
  }

  #giveUp(): void {
    this.#say(`${this.#unanswered()} not acknowledged: the server does not answer`);
    this.#end(EXIT.misused);
  }

  #tell(event: RoomEvent): void {
    const { json, follows, names } = this.#options;
    names.heard(event);
    if (json) return this.#write(JSON.stringify(event));
    if (!follows) return;
    if (event.t === 'message') {
      for (const line of messageLines(event, names))
        this.#write(`${timeOf(event.at)} ${nameOf(event, names)}: ${line}`);
      return;
    }
    const said = happening(event, names);
    if (said !== undefined) this.#write(`${timeOf(event.at)} * ${said}`);
  }

  #code(): number {
    return this.#refusals === 0 ? EXIT.ok : EXIT.failed;
  }

  #write(line: string): void {
    this.#options.streams.output.write(`${line}\n`);
  }

  #say(line: string): void {
    this.#options.streams.errors.write(`skein: ${line}\n`);
  }
}
