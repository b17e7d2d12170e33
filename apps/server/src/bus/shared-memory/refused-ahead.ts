import { isWriting, type Answer, type Command, type CommandKind } from '../../ledger/commands.ts';

interface Refusal {
  readonly answer: Answer<CommandKind>;
  /** The last one that was on its way when the refusal was heard. */
  readonly upTo: number;
}

/**
 * What the ledger has refused for now, as long as something is unanswered that was sent before that was heard. The ledger
 * stores nothing that was sent on behind it (SPEC P4); the next ledger does not know of it, and so must not be given that.
 */
export class RefusedAhead {
  /** In the order in which they were heard. */
  readonly #refusals = new Map<string, Refusal>();

  add(command: Command, refusal: Refusal): void {
    if (!isWriting(command)) return;
    const key = keyOf(command.account, command.id);
    this.#refusals.delete(key);
    this.#refusals.set(key, refusal);
  }

  /** The refusal of what this was sent on behind, if it was refused since. */
  of(command: Command, place: number): Answer<CommandKind> | undefined {
    if (!isWriting(command) || command.after === undefined) return undefined;
    const refusal = this.#refusals.get(keyOf(command.account, command.after));
    return refusal && place <= refusal.upTo ? refusal.answer : undefined;
  }

  /** @param place of the oldest one that is unanswered */
  forgetBefore(place: number): void {
    for (const [key, { upTo }] of this.#refusals) {
      if (upTo >= place) return;
      this.#refusals.delete(key);
    }
  }
}

function keyOf(account: string, id: string): string {
  return `${account} ${id}`;
}
