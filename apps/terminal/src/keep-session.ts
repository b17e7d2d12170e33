import type { KeptSessions } from './kept-sessions.ts';
import type { SignedIn } from './sign-in.ts';

const RENEW_EVERY_MS = 5 * 60_000;

/** Renews the session while the chat is open, and keeps what it is renewed to. */
export function keepSession(server: string, { node, user }: SignedIn, kept: KeptSessions): Disposable {
  const timer = setInterval(() => void renew(), RENEW_EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };

  async function renew(): Promise<void> {
    // The connection itself tells when the session is over.
    if ((await node.rest.session()).ok) kept.keep({ server, user, cookie: node.jar.header });
  }
}
