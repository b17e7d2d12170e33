/** A rate: `perSecond` on average, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Rates that hold over all workers. The key is an account, an address, or both. */
export const RATES = {
  /** Messages, edits and deletions of an account. */
  post: { perSecond: 120, burst: 240 },
  /** Frames of one account's clients other than these. */
  frame: { perSecond: 100, burst: 400 },
  /** REST requests of one address, whoever asks. A class sits behind one address. */
  request: { perSecond: 500, burst: 3_000 },
  /** Attempts to log in, register or reset of one address. */
  attempt: { perSecond: 20, burst: 1_000 },
  /** Failed log-ins of one account from one address: five at once, then one in ten seconds. */
  failure: { perSecond: 0.1, burst: 5 },
  /** Wrong registration codes of one address. */
  code: { perSecond: 0.5, burst: 60 },
  /** Searches of an account: as fast as it types. */
  search: { perSecond: 10, burst: 40 },
  /** Files that an account begins to upload. */
  upload: { perSecond: 2, burst: 60 },
  /** Pieces of an account's uploads. */
  chunk: { perSecond: 20, burst: 200 },
  /** Rooms made, invitations and the like of an account. */
  change: { perSecond: 5, burst: 60 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;

export interface Limits {
  /** Takes one from the rate, or says when there will be one. Never blocks. */
  take(rate: RateName, key: string): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };
  /** As `take`, but takes nothing. */
  peek(rate: RateName, key: string): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };
  /** Gives one back that was taken: what it was taken for did not count. */
  giveBack(rate: RateName, key: string): void;
  /** Counts a connection of an address over all workers; false where it has too many already. */
  openConnection(address: string): boolean;
  closeConnection(address: string): void;
}

/** Connections of one address at a time, over all workers. */
export const CONNECTIONS_PER_ADDRESS = 2_000;
