import { defineLayout, int32s, type ViewOf } from '../../layout.ts';

/**
 * What became of what a dead thread was changing: put right, whole as it stood, dropped, or given up for good so that whoever
 * comes gets an error. Counted by the threads that took over.
 */
export const OUTCOMES = ['repaired', 'kept', 'dropped', 'lost'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const tallyLayout = defineLayout({ counts: int32s(OUTCOMES.length) });

export class Tally {
  readonly buffer: SharedArrayBuffer;
  readonly #counts: ViewOf<typeof tallyLayout>['counts'];

  constructor(buffer = new SharedArrayBuffer(tallyLayout.byteLength)) {
    this.buffer = buffer;
    this.#counts = tallyLayout.view(buffer).counts;
  }

  add(outcome: Outcome): void {
    Atomics.add(this.#counts, OUTCOMES.indexOf(outcome), 1);
  }

  of(outcome: Outcome): number {
    return Atomics.load(this.#counts, OUTCOMES.indexOf(outcome));
  }

  /** Such as `3 repaired, 9 kept`; empty where there was nothing. */
  toString(): string {
    const some = OUTCOMES.filter((outcome) => this.of(outcome) > 0);
    return some.map((outcome) => `${this.of(outcome)} ${outcome}`).join(', ');
  }
}
