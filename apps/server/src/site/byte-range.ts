/** Both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const SINGLE = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i;

/**
 * The one range that a Range header asks for. Undefined means that the header is to be ignored (RFC 9110, 14.2): it has
 * another unit, cannot be read, or asks for several ranges, which clients do rarely and servers need not answer.
 */
export function parseByteRange(header: string, byteLength: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = SINGLE.exec(header) ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), byteLength);
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= byteLength) return 'unsatisfiable';
  return { start, end: last === '' ? byteLength - 1 : Math.min(Number(last), byteLength - 1) };
}

function suffix(length: number, byteLength: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || byteLength === 0) return 'unsatisfiable';
  return { start: Math.max(0, byteLength - length), end: byteLength - 1 };
}
