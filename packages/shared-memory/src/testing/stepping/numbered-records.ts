import assert from 'node:assert/strict';
import { unitsFor } from '../../circular-bytes.ts';
import { SequenceGenerator } from '../sequence.ts';

/** Records that every virtual thread knows beforehand, so that a position tells how many were written. */
export class NumberedRecords {
  readonly #payloads: readonly Buffer[];
  /** Units before the record of that number, and after the last. */
  readonly #starts: readonly number[];

  constructor(options: { seed: number; count: number; maxBytes: number; headerUnits: number }) {
    const generator = new SequenceGenerator(options.seed, options.maxBytes);
    this.#payloads = Array.from({ length: options.count }, () => generator.next());
    const starts = [0];
    for (const { byteLength } of this.#payloads)
      starts.push(starts.at(-1)! + options.headerUnits + unitsFor(byteLength));
    this.#starts = starts;
  }

  payload(number: number): Buffer {
    return this.#payloads[number]!;
  }

  unitsBefore(number: number): number {
    return this.#starts[number]!;
  }

  /** The number of the record that begins after so many units. */
  numberAt(units: number): number {
    const number = this.#starts.indexOf(units);
    assert.notEqual(number, -1, `no record begins after ${units} units`);
    return number;
  }

  /** Throws unless this is the record of that number, whole. */
  expect(number: number, kind: number, payload: Buffer): void {
    assert.equal(kind, number, 'a record is out of order');
    assert.ok(this.payload(number).equals(payload), `record ${number} is damaged`);
  }
}
