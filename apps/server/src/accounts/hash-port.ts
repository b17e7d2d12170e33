import type { AskPort } from '../background/ask-port.ts';
import { refused, type Result } from '../result.ts';
import type { PasswordHasher } from './password-hasher.ts';

// A hub worker's end of the hash queue. Over the port, each way:
//
//   up    { id, t: 'hash', password } | { id, t: 'verify', hash, password }
//   down  { id, result }              the Result, refusals too
//         { id, failure }             the hash itself failed
//   close                             the main thread is stopping, or this worker is gone

export type HashRequest =
  | { readonly id: number; readonly t: 'hash'; readonly password: string }
  | { readonly id: number; readonly t: 'verify'; readonly hash: string | undefined; readonly password: string };

export type HashAnswer =
  | { readonly id: number; readonly result: Result<unknown> }
  | { readonly id: number; readonly failure: string };

interface Waiting {
  readonly resolve: (result: Result<never>) => void;
  readonly reject: (error: Error) => void;
}

/** Where a request came in while its worker or the server stops, the client may try elsewhere. */
const STOPPING = refused('stopping', { retryAfterMs: 1_000 });

/** The hasher of a hub worker: every hash is made by the HashQueue at the other end. Disposing of it closes the port. */
export function openHashPort(port: AskPort<HashRequest, HashAnswer>): PasswordHasher & Disposable {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isClosed = false;

  port.on('message', (answer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('result' in answer) asker?.resolve(answer.result as Result<never>);
    else asker?.reject(new Error(`a password could not be hashed: ${answer.failure}`));
  });
  port.on('close', () => {
    isClosed = true;
    for (const { resolve } of waiting.values()) resolve(STOPPING);
    waiting.clear();
  });

  function ask<T>(toRequest: (id: number) => HashRequest): Promise<Result<T>> {
    if (isClosed) return Promise.resolve(STOPPING);
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      port.postMessage(toRequest(id));
    });
  }

  return {
    hash: (password) => ask((id) => ({ id, t: 'hash', password })),
    verify: (hash, password) => ask((id) => ({ id, t: 'verify', hash, password })),
    [Symbol.dispose]: () => port.close(),
  };
}
