import { textFrame } from '../sockets/frame.ts';

/** A stream is a room or an account. */
export type StreamKind = 'room' | 'account';

/** An event as it travels from the ledger to the hub workers: its place, and the frame that everybody in the stream is sent. */
export interface PublishedEvent {
  readonly kind: StreamKind;
  readonly id: string;
  readonly seq: number;
  /** The event changes who is in a room, or what an account is, so the hub must look into it. */
  readonly movesMembers: boolean;
  readonly frame: Buffer;
}

/** Encodes an event once for everybody who receives it. */
export function published(
  kind: StreamKind,
  id: string,
  event: { readonly t: string; readonly seq: number },
): PublishedEvent {
  return { kind, id, seq: event.seq, movesMembers: movesMembers(event.t), frame: textFrame(JSON.stringify(event)) };
}

function movesMembers(type: string): boolean {
  return type === 'joined' || type === 'left' || type === 'entered' || type === 'exited' || type === 'account';
}
