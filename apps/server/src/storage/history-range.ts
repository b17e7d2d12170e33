import type { RoomRow } from './rows.ts';
import type { HistoryPlace } from './store.ts';

/** Seqs with `after < seq <= upTo`. */
interface Span {
  readonly after: number;
  readonly upTo: number;
}

/** Which seqs make a page of history, and what is to be said of the rest of the room. */
interface HistoryRange extends Span {
  /** Older events exist. */
  readonly more: boolean;
  /** Newer ones do. */
  readonly newer?: true;
}

/**
 * @param size events to a page at most; around a seq there are as many before it as after it, with the odd one before
 * @param shorten may take something off, from the end that is further from `anchor`
 */
export function historyRange(
  room: Pick<RoomRow, 'seq' | 'floor'>,
  from: HistoryPlace,
  size: number,
  shorten: (range: Span, anchor: number) => Span = (range) => range,
): HistoryRange {
  const { seq: last, floor } = room;
  const within = (seq: number): number => Math.max(floor, Math.min(seq, last));
  const range = (first: number, end: number, anchor = end): HistoryRange => {
    const { after, upTo } = shorten({ after: first, upTo: end }, Math.max(first + 1, Math.min(anchor, end)));
    return { after, upTo, more: upTo > floor && after > floor, ...(upTo < last ? { newer: true } : {}) };
  };
  switch (from.kind) {
    case 'end':
      return range(within(last - size), last);
    case 'before': {
      const upTo = within(from.seq - 1);
      return range(within(upTo - size), upTo);
    }
    case 'after': {
      const after = within(from.seq);
      return range(after, within(after + size), after + 1);
    }
    case 'around': {
      const upTo = within(from.seq + Math.floor((size - 1) / 2));
      const after = within(Math.min(upTo, from.seq + Math.floor((size - 1) / 2)) - size);
      return range(after, within(after + size), from.seq);
    }
  }
}
