import type { Result } from '../result.ts';

// Between one hub worker and the background thread:
//
//   up    { id, task }      a question
//         { id }            nobody wants its answer any more
//   down  { id, result }    the Result, refusals too
//   close                   the other end is gone

export type AskUp = { readonly id: number; readonly task?: { readonly kind: PropertyKey } };
export type AskDown = { readonly id: number; readonly result: Result<unknown> };

/** Either end of what questions travel over: a MessagePort, or whatever else carries plain values both ways, in order. */
export interface AskPort<Out, In> {
  postMessage(message: Out): void;
  on(event: 'message', listener: (message: In) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}
