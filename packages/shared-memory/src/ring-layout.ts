import { bytes, defineLayout, int32, ownLine } from './layout.ts';

/** `capacity`: bytes, a power of two from 256 to 2^30. */
export function ringLayout(capacity: number) {
  return defineLayout({
    /** Written by the writer: the position after the last record that may be read. */
    head: ownLine(int32()),
    /** Written by the reader: the position of the first record that it has not finished. */
    tail: ownLine(int32()),
    /** Written by the writer, between tail and head + free. */
    records: ownLine(bytes(capacity)),
  });
}

// A record: two words, then the payload, padded to 8 bytes.
export const RING_HEADER_UNITS = 1;
export const RING_HEADER_BYTES = 8;
export const RING_WORDS = { byteLength: 0, kind: 1 } as const;
