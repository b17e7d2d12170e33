import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { Readable, type Transform } from 'node:stream';
import { Problem } from './problem.ts';

/** What we ask for, and can undo. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br';

type Bytes = AsyncIterable<Buffer>;

/**
 * The body without its content codings, which were put on in the order in which the header lists them.
 * @throws a Problem where one of them is unknown, here; or where the bytes are damaged, on the way
 */
export function decoded(body: Bytes, contentEncoding: string | undefined): Bytes {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter(Boolean);
  return codings.toReversed().reduce((bytes, coding) => withoutCoding(bytes, coding), body);
}

function withoutCoding(bytes: Bytes, coding: string): Bytes {
  switch (coding) {
    case 'identity':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return through(bytes, coding, () => createGunzip());
    case 'br':
      return through(bytes, coding, () => createBrotliDecompress());
    case 'deflate':
      return through(bytes, coding, (first) => (isZlib(first) ? createInflate() : createInflateRaw()));
    default:
      throw new Problem(`The answer has a Content-Encoding that was not asked for: ${coding}.`);
  }
}

/** By its name deflate has zlib's two bytes in front; some servers leave them out. */
function isZlib(first: Buffer): boolean {
  return (first[0]! & 0x0f) === 8;
}

/** Nothing at all is no damage: an answer without a body may still name its coding. */
async function* through(bytes: Bytes, coding: string, create: (first: Buffer) => Transform): AsyncGenerator<Buffer> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const whole = Readable.from(withFirst(first.value, pieces), { objectMode: false });
  const decoder = create(first.value);
  whole.on('error', (error) => decoder.destroy(error)).pipe(decoder);
  try {
    yield* decoder as Bytes;
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem(`The ${coding} coding of the body is damaged: ${(error as Error).message}.`);
  }
}

async function* withFirst(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value;
}
