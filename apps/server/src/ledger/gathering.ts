/** How long commands are gathered for one commit while there is load. */
const GATHER_MS = 5;
/** A commit of more than this many commands is load. */
const LOAD_COMMANDS = 8;

/**
 * Paces commits: a lone message never waits; while many come, the next commit begins no sooner than some milliseconds after
 * the one before, so that one sync, one wake-up and one write to each socket serve many messages.
 */
export class Gathering {
  readonly #now: () => number;
  #lastCommitAt = 0;
  #lastCommands = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds to wait before the next commit begins. */
  get waitMs(): number {
    if (this.#lastCommands <= LOAD_COMMANDS) return 0;
    return Math.max(0, this.#lastCommitAt + GATHER_MS - this.#now());
  }

  committed(commands: number): void {
    this.#lastCommitAt = this.#now();
    this.#lastCommands = commands;
  }
}
