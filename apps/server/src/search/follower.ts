import { setImmediate as nextTurn } from 'node:timers/promises';
import { placeOfRow, StoredDocuments } from './documents.ts';
import { featuresOf, FLAGS } from './features.ts';
import { forEachGram } from './grams.ts';
import { NOTHING_FOLLOWED, type BlockPlace, type FollowedRow, type IndexFile } from './index-file.ts';
import { BLOCK_DOCUMENTS, Places, store } from './places.ts';
import type { SearchSource, SourceMessage } from './search-source.ts';
import { searchTextOf } from './search-text.ts';
import type { Tail } from './tail.ts';

// Follows the main database in steps of a few milliseconds. Messages go to the tail; a full tail becomes a block. A change of
// a message goes to where the message is. What was followed is written with what came of it, in one transaction: a process
// that dies goes on from there, and reads into the tail again what was in no block yet.

const ROWS_A_STEP = 200;
const DOCUMENTS_A_SLICE = 256;
const PIECES_A_SLICE = 1_000;

/** The main database is not the one that was followed: another history, or its rows were numbered anew. */
export class MustBeginAnew extends Error {
  override readonly name = 'MustBeginAnew';
}

export interface FollowerOptions {
  readonly source: SearchSource;
  readonly file: IndexFile;
  readonly tail: Tail;
  /** Documents that make a block. */
  readonly blockDocuments?: number;
}

/** What has to be done to documents of blocks: they are others now, or none any more. */
interface BlockChanges {
  readonly edits: Map<number, SourceMessage>;
  readonly gone: Set<number>;
}

export class Follower {
  readonly #source: SearchSource;
  readonly #file: IndexFile;
  readonly #tail: Tail;
  readonly #blockDocuments: number;
  readonly #historyId: string;
  readonly #floors: Map<string, number>;
  #message: FollowedRow;
  #change: FollowedRow;
  /** Of what is in blocks: what the tail has behind it is read again after a restart. */
  #lastInBlocks: FollowedRow;
  #last = 0;

  constructor({ source, file, tail, blockDocuments = BLOCK_DOCUMENTS }: FollowerOptions) {
    this.#source = source;
    this.#file = file;
    this.#tail = tail;
    this.#blockDocuments = blockDocuments;
    this.#historyId = source.historyId();
    this.#floors = file.floors;
    const { followed } = file;
    if (followed && followed.historyId !== this.#historyId) throw new MustBeginAnew('it is of another history');
    this.#message = followed?.message ?? NOTHING_FOLLOWED;
    // A new index has every message as it is now: no earlier change matters.
    this.#change = followed?.change ?? source.inOneRead(() => lastChange(source));
    this.#lastInBlocks = this.#message;
  }

  /** How much of all messages can be found, 0 to 1. */
  get progress(): number {
    return this.#last === 0 ? 1 : Math.min(1, this.#message.row / this.#last);
  }

  /** The last message that is in the index. */
  get row(): number {
    return this.#message.row;
  }

  /** @returns whether there is more to do at once */
  async step(): Promise<boolean> {
    const { messages, changes, floors } = this.#source.inOneRead(() => this.#read());
    this.#take(messages);

    const blockChanges = this.#source.inOneRead(() => this.#changesOfBlocks(changes, floors));
    const lastChange = changes.at(-1);
    if (lastChange) this.#change = { row: lastChange.row, mark: markOf(lastChange.room, lastChange.message) };
    if (blockChanges.size > 0 || floors.size > 0) await this.#changeBlocks(blockChanges, floors);

    const isFull = this.#tail.count >= this.#blockDocuments;
    if (isFull) await this.#makeBlock();
    return isFull || messages.length === ROWS_A_STEP || changes.length === ROWS_A_STEP;
  }

  #take(messages: readonly SourceMessage[]): void {
    for (const message of messages) if (!message.isDeleted) this.#tail.add(message);
    const lastMessage = messages.at(-1);
    if (lastMessage) this.#message = followedMessage(lastMessage);
  }

  #read() {
    const source = this.#source;
    if (source.historyId() !== this.#historyId) throw new MustBeginAnew('it is of another history');
    this.#last = source.lastMessageRow();
    const stored = source.messageIn(this.#message.row);
    checkMark(this.#message, stored && markOf(stored.room, stored.seq), this.#last);
    const changed = source.changeIn(this.#change.row);
    checkMark(this.#change, changed && markOf(changed.room, changed.message), source.lastChangeRow());
    const raised = [...source.floors()].filter(([room, floor]) => floor > (this.#floors.get(room) ?? 0));
    return {
      messages: source.messagesAfter(this.#message.row, ROWS_A_STEP),
      changes: source.changesAfter(this.#change.row, ROWS_A_STEP),
      floors: new Map(raised),
    };
  }

  /** Changes the tail, and says what has to be done to blocks. */
  #changesOfBlocks(
    changes: readonly { readonly room: string; readonly message: number }[],
    floors: ReadonlyMap<string, number>,
  ): Map<number, BlockChanges> {
    const ofBlocks = new Map<number, BlockChanges>();
    const ofBlock = ({ id }: BlockPlace) => {
      const known = ofBlocks.get(id) ?? { edits: new Map<number, SourceMessage>(), gone: new Set<number>() };
      ofBlocks.set(id, known);
      return known;
    };
    for (const change of changes) {
      const message = this.#source.message(change.room, change.message);
      // What is gone by retention goes by its room's floor; what was not read yet will be read as it is by then.
      if (!message || message.row > this.#message.row) continue;
      const inTail = placeOfRow(this.#tail, message.row);
      if (inTail !== undefined) {
        this.#tail.change(inTail, message.isDeleted ? undefined : message);
        continue;
      }
      const block = this.#blockWith(message.row);
      const place = block && placeOfRow(this.#file.documents(block), message.row);
      if (place === undefined) continue;
      if (message.isDeleted) ofBlock(block!).gone.add(place);
      else ofBlock(block!).edits.set(place, message);
    }
    if (floors.size === 0) return ofBlocks;
    for (const place of placesBelow(this.#tail, floors)) this.#tail.change(place, undefined);
    for (const block of this.#file.blocks) {
      for (const place of placesBelow(this.#file.documents(block), floors)) ofBlock(block).gone.add(place);
    }
    return ofBlocks;
  }

  #blockWith(row: number): BlockPlace | undefined {
    return this.#file.blocks.findLast(({ firstRow, lastRow }) => firstRow <= row && row <= lastRow);
  }

  async #changeBlocks(changes: ReadonlyMap<number, BlockChanges>, floors: ReadonlyMap<string, number>): Promise<void> {
    await this.#file.change(async () => {
      for (const block of this.#file.blocks) {
        const ofBlock = changes.get(block.id);
        if (!ofBlock) continue;
        for (const [place, message] of ofBlock.edits) this.#addText(block, place, message);
        if (ofBlock.gone.size > 0) await this.#erase(block, ofBlock.gone);
        const documents = this.#file.documents(block);
        for (const [place, message] of ofBlock.edits) {
          documents.setText(place, { flags: featuresOf(message), length: searchTextOf(message).loose.length });
        }
        for (const place of ofBlock.gone) documents.setText(place, { flags: FLAGS.gone, length: Infinity });
        this.#file.saveDocuments(block, documents);
      }
      for (const [room, floor] of floors) this.#file.setFloor(room, floor);
      this.#saveFollowed();
    });
    for (const [room, floor] of floors) this.#floors.set(room, floor);
  }

  /** The pieces of the earlier text stay: whoever finds the message by them sees that it has another one. */
  #addText(block: BlockPlace, place: number, message: SourceMessage): void {
    const grams = new Set<string>();
    forEachGram(searchTextOf(message).loose, (gram) => grams.add(gram));
    for (const gram of grams) {
      const places = new Places();
      const stored = this.#file.storedPlaces(block.id, gram);
      if (stored) places.addStored(stored);
      if (places.has(place)) continue;
      places.add(place);
      this.#file.putPlaces(block.id, gram, store(places.toArray()));
    }
  }

  /** Nobody knows any more which pieces the bodies had: all of the block's are looked through. */
  async #erase(block: BlockPlace, gone: ReadonlySet<number>): Promise<void> {
    let after = '';
    for (;;) {
      const pieces = this.#file.piecesAfter(block.id, after, PIECES_A_SLICE);
      for (const { gram, places: stored } of pieces) {
        const places = new Places();
        places.addStored(stored);
        let isChanged = false;
        for (const place of gone) {
          if (!places.has(place)) continue;
          places.delete(place);
          isChanged = true;
        }
        if (isChanged) this.#file.putPlaces(block.id, gram, store(places.toArray()));
      }
      const last = pieces.at(-1);
      if (!last || pieces.length < PIECES_A_SLICE) return;
      after = last.gram;
      await nextTurn();
    }
  }

  /**
   * Takes as long as many messages do to come, so these go to the tail meanwhile, as they are; what changes one of them is
   * followed afterwards. Searches go on in the tail.
   */
  async #makeBlock(): Promise<void> {
    const tail = this.#tail;
    const places = Array.from({ length: this.#blockDocuments }, (_, place) => place);
    const lastDocument = tail.document(this.#blockDocuments - 1);
    const kept = places.filter((place) => (tail.flags(place) & FLAGS.gone) === 0);
    if (kept.length > 0) {
      const pieces = new Map<string, number[]>();
      for (const [place, inTail] of kept.entries()) {
        if (place % DOCUMENTS_A_SLICE === DOCUMENTS_A_SLICE - 1) await this.#breathe();
        forEachGram(tail.text(inTail).loose, (gram) => {
          const list = pieces.get(gram);
          if (!list) pieces.set(gram, [place]);
          else if (list.at(-1) !== place) list.push(place);
        });
      }
      const documents = StoredDocuments.of(kept.map((place) => tail.document(place)));
      this.#lastInBlocks = followedMessage(lastDocument);
      await this.#file.change(async () => {
        const id = (this.#file.blocks.at(-1)?.id ?? 0) + 1;
        for (const [count, gram] of [...pieces.keys()].sort().entries()) {
          if (count % PIECES_A_SLICE === PIECES_A_SLICE - 1) await this.#breathe();
          this.#file.putPlaces(id, gram, store(pieces.get(gram)!));
        }
        this.#file.addBlock(id, documents);
        this.#saveFollowed();
      });
    }
    tail.drop(lastDocument.row);
  }

  async #breathe(): Promise<void> {
    await nextTurn();
    if (this.#tail.count < 2 * this.#blockDocuments) this.#take(this.#source.inOneRead(() => this.#read()).messages);
  }

  #saveFollowed(): void {
    this.#file.setFollowed({ historyId: this.#historyId, message: this.#lastInBlocks, change: this.#change });
  }
}

function* placesBelow(
  documents: { readonly count: number; readonly rooms: readonly string[] } & Pick<Tail, 'room' | 'seq' | 'flags'>,
  floors: ReadonlyMap<string, number>,
): Generator<number> {
  const floorOf = documents.rooms.map((room) => floors.get(room) ?? 0);
  if (floorOf.every((floor) => floor === 0)) return;
  for (let place = 0; place < documents.count; place++) {
    const isGone = (documents.flags(place) & FLAGS.gone) !== 0;
    if (!isGone && documents.seq(place) <= floorOf[documents.room(place)]!) yield place;
  }
}

/** Rows are only added behind the last; one that is missing, or nowhere, was taken away by retention. */
function checkMark({ row, mark }: FollowedRow, found: string | undefined, last: number): void {
  if (row === 0 || found === mark || found === NOWHERE || (found === undefined && last > row)) return;
  throw new MustBeginAnew('the rows of the database were numbered anew');
}

function markOf(room: string, seq: number): string {
  return `${room} ${seq}`;
}

/** Of the newest row of all once it has expired: its id alone stays, so that no other row is given it. */
const NOWHERE = markOf('', 0);

function followedMessage({ row, room, seq }: Pick<SourceMessage, 'row' | 'room' | 'seq'>): FollowedRow {
  return { row, mark: markOf(room, seq) };
}

function lastChange(source: SearchSource): FollowedRow {
  const row = source.lastChangeRow();
  const change = source.changeIn(row);
  return change ? { row, mark: markOf(change.room, change.message) } : NOTHING_FOLLOWED;
}
