import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { StoredDocuments } from './documents.ts';
import { beyond, type TermGrams } from './grams.ts';
import { Places } from './places.ts';

/** Another number makes older files be built anew. */
const FORMAT = 2;
/** Of 310 kB each. */
const BLOCKS_IN_MEMORY = 64;

/** A block that is on disk: documents that stand one behind the other in the order of rows. */
export interface BlockPlace {
  readonly id: number;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Times of its documents, cut to seconds. */
  readonly minAt: number;
  readonly maxAt: number;
  /** The length of its shortest document. */
  readonly shortest: number;
}

/** How far the index has followed the main database: the last row of each kind, with what stands there. */
export interface Followed {
  readonly historyId: string;
  readonly message: FollowedRow;
  readonly change: FollowedRow;
}

export interface FollowedRow {
  readonly row: number;
  /** To notice that rows were numbered anew: `room seq`. */
  readonly mark: string;
}

export const NOTHING_FOLLOWED: FollowedRow = { row: 0, mark: '' };

/**
 * The index on disk. Of bodies it keeps no more than which documents of a block have which piece, and that only as long as
 * there is one; what was deleted is overwritten (`secure_delete`).
 */
export class IndexFile implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #documents = new LRUCache<number, StoredDocuments>({ max: BLOCKS_IN_MEMORY });
  #blocks: BlockPlace[];

  /** @param database becomes its own */
  constructor(database: DatabaseSync) {
    this.#database = database;
    createTables(database);
    this.#statements = prepareStatements(database);
    this.#blocks = this.#statements.blocks.all() as unknown as BlockPlace[];
  }

  /** In the order of rows. */
  get blocks(): readonly BlockPlace[] {
    return this.#blocks;
  }

  get followed(): Followed | undefined {
    const text = this.#statements.getState.get('followed')?.['value'];
    return text === undefined ? undefined : (JSON.parse(String(text)) as Followed);
  }

  setFollowed(followed: Followed): void {
    this.#statements.setState.run('followed', JSON.stringify(followed));
  }

  /** By room: what was taken away because its time was over. */
  get floors(): Map<string, number> {
    return new Map(this.#statements.floors.all().map(({ room, floor }) => [String(room), Number(floor)]));
  }

  setFloor(room: string, floor: number): void {
    this.#statements.setFloor.run(room, floor);
  }

  /** Everything that `work` changes is on disk afterwards, or nothing of it. One at a time; reads meanwhile see it half done. */
  async change(work: () => Promise<void> | void): Promise<void> {
    this.#database.exec('begin immediate');
    try {
      await work();
      this.#database.exec('commit');
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('rollback');
      this.#documents.clear();
      throw error;
    } finally {
      if (this.#database.isOpen) this.#blocks = this.#statements.blocks.all() as unknown as BlockPlace[];
    }
  }

  /** Its pieces come before it, as `putPlaces`. It is a block from the commit on. */
  addBlock(id: number, documents: StoredDocuments): void {
    const last = documents.count - 1;
    const times = Array.from({ length: documents.count }, (_, place) => documents.at(place));
    const [minAt, maxAt] = times.reduce(([min, max], at) => [Math.min(min, at), Math.max(max, at)], [Infinity, 0]);
    const { rooms, authors, columns, shortest } = documents;
    const lists = [JSON.stringify(rooms), JSON.stringify(authors)] as const;
    this.#statements.addBlock.run(id, documents.row(0), documents.row(last), minAt, maxAt, shortest, ...lists, columns);
  }

  documents({ id, firstRow }: BlockPlace): StoredDocuments {
    const known = this.#documents.get(id);
    if (known) return known;
    const stored = this.#statements.documents.get(id)!;
    const rooms = JSON.parse(String(stored['rooms'])) as string[];
    const authors = JSON.parse(String(stored['authors'])) as string[];
    const columns = stored['columns'] as Uint8Array;
    const documents = new StoredDocuments({ firstRow, rooms, authors, columns });
    this.#documents.set(id, documents);
    return documents;
  }

  saveDocuments({ id }: BlockPlace, documents: StoredDocuments): void {
    this.#statements.setColumns.run(documents.columns, documents.shortest, id);
  }

  /** Places that can have the term; undefined where it says nothing, `empty` being the caller's business. */
  placesOf(block: BlockPlace, { whole, beginning }: TermGrams): Places | undefined {
    let found: Places | undefined;
    for (const gram of whole) {
      const stored = this.storedPlaces(block.id, gram);
      if (!stored) return new Places();
      if (found) found.intersectStored(stored);
      else (found = new Places()).addStored(stored);
    }
    if (found || beginning === '') return found;
    const places = new Places();
    const rows = this.#statements.beginningWith.iterate(block.id, beginning, beyond(beginning));
    for (const { places: stored } of rows) places.addStored(stored as Uint8Array);
    return places;
  }

  storedPlaces(block: number, gram: string): Uint8Array | undefined {
    return this.#statements.places.get(block, gram)?.['places'] as Uint8Array | undefined;
  }

  putPlaces(block: number, gram: string, places: Uint8Array): void {
    if (places.byteLength === 0) this.#statements.deletePlaces.run(block, gram);
    else this.#statements.putPlaces.run(block, gram, places);
  }

  /** Some of a block's pieces, in their order, after the one given. */
  piecesAfter(block: number, gram: string, limit: number): readonly { gram: string; places: Uint8Array }[] {
    return this.#statements.piecesAfter.all(block, gram, limit) as unknown as { gram: string; places: Uint8Array }[];
  }

  get bytes(): number {
    const read = (name: string) => Number(this.#database.prepare(`pragma ${name}`).get()?.[name]);
    return read('page_count') * read('page_size');
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}

function createTables(database: DatabaseSync): void {
  const { user_version: version } = database.prepare('pragma user_version').get()!;
  if (version === FORMAT) return;
  if (version !== 0) throw new OtherFormat();
  database.exec(`
    create table state (key text primary key not null, value text not null) strict;
    create table floors (room text primary key not null, floor integer not null) strict;
    create table blocks (
      id integer primary key not null, first_row integer not null, last_row integer not null,
      min_at integer not null, max_at integer not null, shortest integer not null,
      rooms text not null, authors text not null, columns blob not null
    ) strict;
    create table pieces (
      block integer not null, gram text not null, places blob not null, primary key (block, gram)
    ) strict, without rowid;
    pragma user_version = ${FORMAT}`);
}

/** The file is one of another version of this program. */
export class OtherFormat extends Error {
  override readonly name = 'OtherFormat';
}

function prepareStatements(database: DatabaseSync) {
  const prepare = (sql: string): StatementSync => database.prepare(sql);
  return {
    getState: prepare('select value from state where key = ?'),
    setState: prepare('insert or replace into state values (?, ?)'),
    floors: prepare('select room, floor from floors'),
    setFloor: prepare('insert or replace into floors values (?, ?)'),
    blocks: prepare(
      `select id, first_row as firstRow, last_row as lastRow, min_at as minAt, max_at as maxAt, shortest
       from blocks order by id`,
    ),
    addBlock: prepare('insert into blocks values (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    documents: prepare('select rooms, authors, columns from blocks where id = ?'),
    setColumns: prepare('update blocks set columns = ?, shortest = ? where id = ?'),
    places: prepare('select places from pieces where block = ? and gram = ?'),
    beginningWith: prepare('select places from pieces where block = ? and gram >= ? and gram < ?'),
    putPlaces: prepare('insert or replace into pieces values (?, ?, ?)'),
    deletePlaces: prepare('delete from pieces where block = ? and gram = ?'),
    piecesAfter: prepare('select gram, places from pieces where block = ? and gram > ? order by gram limit ?'),
  };
}
