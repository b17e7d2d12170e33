import { open, type FileHandle } from 'node:fs/promises';

// Videos (MP4, QuickTime) and photos (HEIC, AVIF) of phones are made of boxes: a length, a name of four characters, and
// content, which may be boxes again (ISO 14496-12). Where a box tells of a place or a maker, its content is blanked where it
// stands, so that nothing in the file moves.

/** What a film says of itself. */
export interface Film {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly durationMs: number | undefined;
}

/** More than the index of any film that is sent. */
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

/** A stretch of the file in memory. */
interface Box {
  readonly name: string;
  /** Of its content, in the buffer. */
  readonly start: number;
  readonly end: number;
}

/** Blanks user data, metadata and XMP of a film; tells how large and how long it is. */
export async function scrubFilm(path: string): Promise<Film> {
  await using file = await open(path, 'r+');
  let film: Film = { width: undefined, height: undefined, durationMs: undefined };
  for await (const { name, start, end } of outerBoxes(file)) {
    if (name === 'uuid' || name === 'udta' || name === 'meta') await blank(file, start, end);
    if (name !== 'moov' || end - start > MAX_INDEX_BYTES) continue;
    const index = await bytesOf(file, start, end);
    for (const box of metadataIn(index, 0, index.length)) {
      await file.write('free', start + box.start - 4, 'latin1');
      await blank(file, start + box.start, start + box.end);
    }
    film = readFilm(index);
  }
  return film;
}

/** Blanks the Exif and XMP of a HEIC or AVIF photo. Its orientation is a property of its own, and stays. */
export async function scrubPhoto(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  for await (const { name, start, end } of outerBoxes(file)) {
    if (name === 'uuid') await blank(file, start, end);
    if (name !== 'meta' || end - start > MAX_INDEX_BYTES) continue;
    const meta = await bytesOf(file, start, end);
    for (const { from, to } of extentsOfMetadata(meta)) await blank(file, from, to);
  }
}

/** The boxes that the file is made of, with content from `start` to `end` in it. */
async function* outerBoxes(file: FileHandle): AsyncGenerator<Box> {
  const { size: fileSize } = await file.stat();
  const head = Buffer.alloc(16);
  for (let at = 0; at + 8 <= fileSize;) {
    await file.read(head, 0, 16, at);
    const box = boxAt(head, 0, fileSize - at);
    if (!box) return;
    yield { name: box.name, start: at + box.start, end: at + box.end };
    at += box.end;
  }
}

function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const box = boxAt(bytes, at, to - at);
    if (!box) return;
    yield box;
    at = box.end;
  }
}

/** @param room bytes from there to the end of what it is in; undefined where it says that it is larger */
function boxAt(bytes: Buffer, at: number, room: number): Box | undefined {
  const short = bytes.readUInt32BE(at);
  const isLong = short === 1;
  if (isLong && at + 16 > bytes.length) return undefined;
  const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? room : short;
  const headBytes = isLong ? 16 : 8;
  if (size < headBytes || size > room) return undefined;
  return { name: bytes.toString('latin1', at + 4, at + 8), start: at + headBytes, end: at + size };
}

function* metadataIn(index: Buffer, from: number, to: number): Generator<Box> {
  for (const box of boxesIn(index, from, to)) {
    if (box.name === 'udta' || box.name === 'meta' || box.name === 'uuid') yield box;
    if (box.name === 'trak') yield* metadataIn(index, box.start, box.end);
  }
}

/** From the header of the film and of its largest track. */
function readFilm(index: Buffer): Film {
  let durationMs: number | undefined;
  let [width, height] = [0, 0];
  for (const { name, start, end } of boxesIn(index, 0, index.length)) {
    if (name === 'mvhd') durationMs = durationOf(index, start);
    if (name !== 'trak') continue;
    const head = boxesIn(index, start, end).find((box) => box.name === 'tkhd');
    const size = head && sizeOf(index, head);
    if (size && size.width * size.height > width * height) ({ width, height } = size);
  }
  return width > 0 && height > 0 ? { width, height, durationMs } : { width: undefined, height: undefined, durationMs };
}

function durationOf(index: Buffer, at: number): number | undefined {
  const isLong = index[at] === 1;
  if (at + (isLong ? 32 : 20) > index.length) return undefined;
  const perSecond = index.readUInt32BE(at + (isLong ? 20 : 12));
  const duration = isLong ? Number(index.readBigUInt64BE(at + 24)) : index.readUInt32BE(at + 16);
  const ms = Math.round((duration * 1_000) / perSecond);
  return ms > 0 && Number.isSafeInteger(ms) && duration !== 0xffff_ffff ? ms : undefined;
}

/** Upright: a track that is turned by a quarter has its sides exchanged. */
function sizeOf(index: Buffer, { start, end }: Box): { width: number; height: number } | undefined {
  const matrixAt = start + (index[start] === 1 ? 52 : 40);
  if (matrixAt + 44 > end) return undefined;
  const [width, height] = [index.readUInt32BE(matrixAt + 36) >>> 16, index.readUInt32BE(matrixAt + 40) >>> 16];
  const isTurned = index.readInt32BE(matrixAt) === 0 && index.readInt32BE(matrixAt + 4) !== 0;
  return isTurned ? { width: height, height: width } : { width, height };
}

/** Where in the file the items of kind Exif and XMP lie, by the photo's table of items (ISO 23008-12). */
function* extentsOfMetadata(meta: Buffer): Generator<{ readonly from: number; readonly to: number }> {
  const boxes = [...boxesIn(meta, 4, meta.length)];
  const infos = boxes.find(({ name }) => name === 'iinf');
  const places = boxes.find(({ name }) => name === 'iloc');
  if (!infos || !places) return;
  const items = new Set(metadataItems(meta, infos));
  for (const { item, from, to } of extents(meta, places)) if (items.has(item)) yield { from, to };
}

function* metadataItems(meta: Buffer, { start, end }: Box): Generator<number> {
  const countBytes = meta[start] === 0 ? 2 : 4;
  for (const { name, start: at, end: to } of boxesIn(meta, start + 4 + countBytes, end)) {
    const version = meta[at]!;
    const idBytes = version === 2 ? 2 : 4;
    if (name !== 'infe' || version < 2 || at + 4 + idBytes + 6 > to) continue;
    const type = meta.toString('latin1', at + 4 + idBytes + 2, at + 4 + idBytes + 6);
    if (type === 'Exif' || type === 'mime') yield meta.readUIntBE(at + 4, idBytes);
  }
}

function* extents(meta: Buffer, { start, end }: Box) {
  const version = meta[start]!;
  const sizes = meta.readUInt16BE(start + 4);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >>> 12, (sizes >>> 8) & 15, (sizes >>> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idBytes = version < 2 ? 2 : 4;
  let at = start + 6;
  const take = (bytes: number): number => {
    if (at + bytes > end) throw new RangeError('the table of items ends early');
    at += bytes;
    if (bytes === 8) return Number(meta.readBigUInt64BE(at - 8));
    return bytes === 0 ? 0 : meta.readUIntBE(at - bytes, bytes);
  };
  for (let items = take(idBytes); items > 0; items--) {
    const item = take(idBytes);
    const isInFile = version === 0 || (take(2) & 15) === 0;
    take(2);
    const base = take(baseBytes);
    for (let count = take(2); count > 0; count--) {
      take(indexBytes);
      const from = base + take(offsetBytes);
      const length = take(lengthBytes);
      if (isInFile) yield { item, from, to: from + length };
    }
  }
}

async function bytesOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start);
  await file.read(bytes, 0, bytes.length, start);
  return bytes;
}

const BLANK = Buffer.alloc(64 * 1024);

async function blank(file: FileHandle, start: number, end: number): Promise<void> {
  const { size } = await file.stat();
  for (let at = start; at < Math.min(end, size);) {
    const { bytesWritten } = await file.write(BLANK, 0, Math.min(BLANK.length, Math.min(end, size) - at), at);
    at += bytesWritten;
  }
}
