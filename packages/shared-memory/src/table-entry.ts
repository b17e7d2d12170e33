import type { Int32Field, Int32sField } from './layout.ts';

export type EntryFields = Readonly<Record<string, Int32Field | Int32sField>>;

/** Several words of an entry. */
export interface EntryWords {
  readonly length: number;
  get(index: number): number;
  set(index: number, value: number): void;
}

/** An entry by its fields' names: `int32()` is a number, `int32s(n)` an EntryWords. Valid only during the visit. */
export type Entry<Fields extends EntryFields> = {
  -readonly [Name in keyof Fields]: Fields[Name] extends Int32sField ? EntryWords : number;
};

/** Stands on one entry at a time, so that visiting allocates nothing. */
export class EntryCursor {
  readonly words: Int32Array;
  /** Where the entry's fields begin, in words. */
  start = 0;
  /** The fields of several words that were asked for, by their offset. */
  readonly views: EntryWords[] = [];

  constructor(words: Int32Array) {
    this.words = words;
  }
}

export interface EntryShape<Fields extends EntryFields> {
  readonly wordCount: number;
  cursorOver(words: Int32Array): EntryCursor & Entry<Fields>;
}

const RESERVED_NAMES = new Set(['words', 'start', 'views']);

/** Makes a class with one accessor per field; the fields lie in the order in which they are declared. */
export function shapeEntry<Fields extends EntryFields>(fields: Fields): EntryShape<Fields> {
  class NamedCursor extends EntryCursor {}
  let wordCount = 0;
  for (const [name, field] of Object.entries(fields)) {
    if (name in EntryCursor.prototype || RESERVED_NAMES.has(name)) {
      throw new RangeError(`a field cannot be named ${name}`);
    }
    const accessor = field.kind === 'int32' ? wordAccessor(wordCount) : wordsAccessor(wordCount, field.length);
    Object.defineProperty(NamedCursor.prototype, name, accessor);
    wordCount += field.kind === 'int32' ? 1 : field.length;
  }
  const cursorOver = (words: Int32Array) => new NamedCursor(words) as EntryCursor & Entry<Fields>;
  return { wordCount, cursorOver };
}

function wordAccessor(offset: number): PropertyDescriptor & ThisType<EntryCursor> {
  return {
    get() {
      return this.words[this.start + offset]!;
    },
    set(value: number) {
      this.words[this.start + offset] = value;
    },
  };
}

function wordsAccessor(offset: number, length: number): PropertyDescriptor & ThisType<EntryCursor> {
  return {
    get() {
      return (this.views[offset] ??= entryWords(this, offset, length));
    },
  };
}

function entryWords(cursor: EntryCursor, offset: number, length: number): EntryWords {
  const at = (index: number) => {
    if (!(index >= 0 && index < length)) throw new RangeError(`index ${index} of ${length} words`);
    return cursor.start + offset + index;
  };
  return {
    length,
    get: (index) => cursor.words[at(index)]!,
    set: (index, value) => {
      cursor.words[at(index)] = value;
    },
  };
}
