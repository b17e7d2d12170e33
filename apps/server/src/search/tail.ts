import { firstPlaceFrom, type Document, type Documents } from './documents.ts';
import { featuresOf, FLAGS } from './features.ts';
import { fold, loosen } from './folding.ts';
import { Numbered } from './numbered.ts';
import type { SourceMessage } from './search-source.ts';

/** A message's text as terms are looked for in it. */
export interface SearchText {
  readonly folded: string;
  readonly loose: string;
}

export function searchTextOf(body: string): SearchText {
  const folded = fold(body);
  const loose = loosen(folded);
  // One string where they are the same: most are short and plain.
  return loose === folded ? { folded: loose, loose } : { folded, loose };
}

const NO_TEXT: SearchText = { folded: '', loose: '' };

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
  text = (place: number) => this.#texts[place]!;
  document = (place: number) => this.#documents[place]!;

  add({ body, ...message }: SourceMessage): void {
    this.#documents.push({ ...message, flags: featuresOf(body) });
    this.#texts.push(searchTextOf(body));
    this.#rooms.numberOf(message.room);
    this.#authors.numberOf(message.author);
  }

  /** The message has another body, or none any more. */
  change(place: number, body: string): void {
    this.#texts[place] = body === '' ? NO_TEXT : searchTextOf(body);
    const flags = body === '' ? FLAGS.gone : featuresOf(body);
    this.#documents[place] = { ...this.#documents[place]!, flags };
  }

  /** Drops the first of them, up to a row. */
  drop(upTo: number): void {
    const count = firstPlaceFrom(this, upTo + 1);
    this.#documents.splice(0, count);
    this.#texts.splice(0, count);
  }
}
