import type { Answer, CommandKind, CommandOf } from '../ledger/commands.ts';
import type { PublishedEvent, StreamKind } from '../hub/published-event.ts';

/** What the ledger tells every hub worker besides events. */
export interface Revocation {
  /** Sessions that have ended: their clients are to be closed. */
  readonly sessions: readonly string[];
}

/** What hub workers tell each other and nobody stores. Lost without harm. */
export type Ephemeral =
  | { readonly t: 'typing'; readonly room: string; readonly by: string; readonly name: string }
  /** Accounts that came to or went from one worker. */
  | { readonly t: 'presence'; readonly on: readonly { id: string; name: string }[]; readonly off: readonly string[] }
  /** Everybody at one worker, in place of what was known of it before. */
  | { readonly t: 'roster'; readonly on: readonly { id: string; name: string }[] };

/** What a hub worker does with what comes from the bus. Calls between two `turnEnds` belong to one turn. */
export interface BusListener {
  event(event: PublishedEvent): void;
  revoked(revocation: Revocation): void;
  /** Something may have been missed, or a new ledger has begun: every gap is to be read from the store. */
  gapsPossible(): void;
  ephemeral(message: Ephemeral, from: number): void;
  /** Another worker has gone, with everybody who was connected to it. */
  peerGone(slot: number): void;
  /** Another worker needs to hear who is here. */
  rosterWanted(): void;
  turnEnds(): void;
}

/** How one hub worker hears of and speaks to the ledger and the other workers. */
export interface HubBus {
  /** Never blocks: where the way up is full the answer is `busy`. The answer comes within a turn, before its `turnEnds`. */
  submit<K extends CommandKind>(command: CommandOf<K>, onAnswer: (answer: Answer<K>) => void): void;
  /** Resolves once events of the stream will come: everything committed after a read that begins later. */
  addInterest(kind: StreamKind, id: string): Promise<void>;
  removeInterest(kind: StreamKind, id: string): void;
  sendEphemeral(message: Ephemeral): void;
  /** Commands that were not answered yet; without read marks, which take their time and nobody waits for. */
  readonly pending: number;
}

/** The same as whoever starts and ends it sees it. */
export interface RunningHubBus extends HubBus {
  /** Delivers whatever comes until `stop`. Resolves then. */
  run(listener: BusListener): Promise<void>;
  stop(): void;
}
