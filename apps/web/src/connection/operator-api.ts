import type { Result } from '@skein/client/rest-client';
import type { ClientView } from '@skein/protocol/rest';

export interface ClientList {
  readonly count: number;
  readonly clients: readonly ClientView[];
}

/** The operator's view of who is connected. */
export interface OperatorApi {
  clients(): Promise<Result<ClientList>>;
  endClient(id: string): Promise<Result<void>>;
}

export function operatorApi(fetch: typeof globalThis.fetch): OperatorApi {
  return {
    clients: () => call(fetch, 'GET', ''),
    endClient: (id) => call(fetch, 'DELETE', `/${encodeURIComponent(id)}`),
  };
}

async function call<T>(fetch: typeof globalThis.fetch, method: string, path: string): Promise<Result<T>> {
  try {
    const response = await fetch(`/api/operator/clients${path}`, { method });
    const answer = response.status === 204 ? undefined : await response.json();
    return response.ok ? { ok: true, value: answer } : { ok: false, error: answer.error, status: response.status };
  } catch {
    return { ok: false, error: 'offline' };
  }
}
