import type { RestClient } from '@skein/client/rest-client';

const RENEW_EVERY_MS = 5 * 60_000;

export interface KeepSessionOptions {
  readonly rest: Pick<RestClient, 'session'>;
  readonly account: string;
  readonly ended: () => void;
  /** Another tab has logged in as somebody else: what this page shows is not theirs. */
  readonly changed: () => void;
}

/**
 * Renews the session's cookie while the page is open, and when it is looked at again after a sleep.
 * @returns a function that ends it
 */
export function keepSession({ rest, account, ended, changed }: KeepSessionOptions): () => void {
  async function renew(): Promise<void> {
    const answer = await rest.session();
    if (answer.ok && answer.value.account.id !== account) changed();
    if (!answer.ok && answer.error !== 'offline' && answer.status === 401) ended();
  }
  const whenSeen = (): void => void (document.visibilityState === 'visible' && renew());
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS);
  document.addEventListener('visibilitychange', whenSeen);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', whenSeen);
  };
}
