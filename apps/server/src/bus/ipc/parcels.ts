import { byteLengthOf, type DownItem, type Parcel, type UpItem } from './messages.ts';

/**
 * One end's sending half: gathers what is said in one go of the event loop into one parcel, and knows how much the other end has
 * not taken yet.
 */
export class Parcels<Item extends UpItem | DownItem> {
  readonly #send: (parcel: Parcel<Item>) => void;
  #items: Item[] = [];
  #byteLength = 0;
  #takenBytes = 0;
  #isScheduled = false;
  #onTheWay = 0;

  constructor(send: (parcel: Parcel<Item>) => void) {
    this.#send = send;
  }

  /** Bytes that were given to this end and that the other has not taken yet. */
  get bytesOnTheWay(): number {
    return this.#onTheWay;
  }

  add(item: Item): void {
    const byteLength = byteLengthOf(item);
    this.#items.push(item);
    this.#byteLength += byteLength;
    this.#onTheWay += byteLength;
    this.#schedule();
  }

  /** A parcel of the other end's: it was taken whole, and it says what the other end took of ours. */
  received({ byteLength, takenBytes }: Parcel<unknown>): void {
    this.#onTheWay -= takenBytes;
    this.#takenBytes += byteLength;
    if (byteLength > 0) this.#schedule();
  }

  flush(): void {
    this.#isScheduled = false;
    if (this.#items.length === 0 && this.#takenBytes === 0) return;
    const parcel = { items: this.#items, byteLength: this.#byteLength, takenBytes: this.#takenBytes };
    this.#items = [];
    this.#byteLength = 0;
    this.#takenBytes = 0;
    this.#send(parcel);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#isScheduled && this.flush());
  }
}
