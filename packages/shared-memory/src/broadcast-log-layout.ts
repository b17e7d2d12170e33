import { bytes, defineLayout, int32, ownLine } from './layout.ts';

/** `capacity`: bytes, a power of two from 256 to 2^30. Every field is written by the log's one writer. */
export function broadcastLogLayout(capacity: number) {
  return defineLayout({
    /** The position after the last record that may be read. */
    head: ownLine(int32()),
    /** The position up to which bytes may be overwritten. Never goes back, and is at most a quarter ahead of head. */
    reserved: ownLine(int32()),
    records: ownLine(bytes(capacity)),
  });
}

// A record: four words, then the payload, padded to 8 bytes. `position` is where the record is, lap included.
export const LOG_HEADER_UNITS = 2;
export const LOG_HEADER_BYTES = 16;
export const LOG_WORDS = { byteLength: 0, kind: 1, interest: 2, position: 3 } as const;
