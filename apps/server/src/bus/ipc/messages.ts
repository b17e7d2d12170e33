import type { Answer, Command, CommandKind } from '../../ledger/commands.ts';
import type { PublishedEvent, StreamKind } from '../../hub/published-event.ts';
import type { LimitsKnowledge, LimitsNews } from '../../limits/limits-news.ts';
import type { Ephemeral, Revocation } from '../bus.ts';

// What travels between a hub worker and the exchange, as plain values, many in one message and in order:
//
//   up    submit  interest  noInterest  ephemeral  limits          and how many bytes of what came down were read
//   down  answer  interested  event  revoked  gaps  ephemeral  peerGone  limits  known
//                                                                  and how many bytes of what came up were taken
//
// Each side counts what the other has not taken yet and stops in time: that is all that is ever on the way.

export type UpItem =
  | { readonly t: 'submit'; readonly request: number; readonly command: Command }
  | { readonly t: 'interest'; readonly request: number; readonly kind: StreamKind; readonly id: string }
  | { readonly t: 'noInterest'; readonly kind: StreamKind; readonly id: string }
  | { readonly t: 'ephemeral'; readonly message: Ephemeral }
  | { readonly t: 'limits'; readonly news: LimitsNews };

export type DownItem =
  | { readonly t: 'answer'; readonly request: number; readonly answer: Answer<CommandKind> }
  | { readonly t: 'interested'; readonly request: number }
  | { readonly t: 'event'; readonly event: CarriedEvent }
  | { readonly t: 'revoked'; readonly revocation: Revocation }
  | { readonly t: 'gaps' }
  | { readonly t: 'ephemeral'; readonly message: Ephemeral; readonly from: number }
  | { readonly t: 'peerGone'; readonly slot: number }
  | { readonly t: 'limits'; readonly news: LimitsNews }
  | { readonly t: 'known'; readonly limits: LimitsKnowledge };

/** Its frame is what a Buffer becomes on a message port. */
export type CarriedEvent = Omit<PublishedEvent, 'frame'> & { readonly frame: Uint8Array<ArrayBuffer> };

export interface Parcel<Item> {
  readonly items: readonly Item[];
  readonly byteLength: number;
  /** Of the other direction, since the last parcel. */
  readonly takenBytes: number;
}

export type Up = Parcel<UpItem>;
export type Down = Parcel<DownItem>;

/** What is in an item beside what it carries, roughly. */
const ITEM_BYTES = 200;

/** What an item costs on the way, roughly. */
export function byteLengthOf(item: UpItem | DownItem): number {
  if (item.t === 'event') return ITEM_BYTES + item.event.frame.byteLength;
  if (item.t === 'submit' && 'body' in item.command) return ITEM_BYTES + 2 * item.command.body.length;
  return ITEM_BYTES;
}
