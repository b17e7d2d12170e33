import { firstPlaceFrom, type Document, type Documents } from './documents.ts';
import { featuresOf, FLAGS } from './features.ts';
import { Numbered } from './numbered.ts';
import type { SourceMessage } from './search-source.ts';
import { NO_TEXT, searchTextOf, type SearchText } from './search-text.ts';

/** The newest documents, whose texts are kept in memory and looked through one by one until there are enough for a block. */
export class Tail implements Documents {
  readonly #documents: Document[] = [];
  readonly #texts: SearchText[] = [];
  readonly #rooms = new Numbered();
  readonly #authors = new Numbered();

  get count(): number {
    return this.#documents.length;
  }

  get rooms(): readonly string[] {
    return this.#rooms.names;
  }

  get authors(): readonly string[] {
    return this.#authors.names;
  }

  row = (place: number) => this.#documents[place]!.row;
  seq = (place: number) => this.#documents[place]!.seq;
  at = (place: number) => this.#documents[place]!.at;
  room = (place: number) => this.#rooms.numberOf(this.#documents[place]!.room);
  author = (place: number) => this.#authors.numberOf(this.#documents[place]!.author);
  flags = (place: number) => this.#documents[place]!.flags;
  length = (place: number) => this.#documents[place]!.length;
  text = (place: number) => this.#texts[place]!;
  document = (place: number) => this.#documents[place]!;

  add(message: SourceMessage): void {
    const { row, room, seq, at, author } = message;
    const text = searchTextOf(message);
    this.#documents.push({ row, room, seq, at, author, flags: featuresOf(message), length: text.loose.length });
    this.#texts.push(text);
    this.#rooms.numberOf(room);
    this.#authors.numberOf(author);
  }

  /** The message is another now, or none any more. */
  change(place: number, message: SourceMessage | undefined): void {
    const text = message ? searchTextOf(message) : NO_TEXT;
    const flags = message ? featuresOf(message) : FLAGS.gone;
    this.#texts[place] = text;
    this.#documents[place] = { ...this.#documents[place]!, flags, length: text.loose.length };
  }

  /** Drops the first of them, up to a row. */
  drop(upTo: number): void {
    const count = firstPlaceFrom(this, upTo + 1);
    this.#documents.splice(0, count);
    this.#texts.splice(0, count);
  }
}
