import { signal } from '@preact/signals-core';
import type { ClientStatus } from '@skein/client/notices';
import type { RestClient } from '@skein/client/rest-client';
import type { AccountView } from '@skein/protocol/accounts';
import type { LogIn, Register, ServerView } from '@skein/protocol/rest';
import type { OneTimeLink } from './route.ts';
import type { Trouble } from './trouble.ts';

export type EndReason = Extract<ClientStatus, { state: 'ended' }>['reason'];
export type EntranceReason = 'session-ended' | 'logged-out' | 'password-set';

/** Where somebody stands with the server. Links are read once and their token kept only here. */
export type Place =
  | { readonly at: 'door' }
  | { readonly at: 'entrance'; readonly server: ServerView; readonly reason?: EntranceReason }
  | OneTimeLink
  | { readonly at: 'inside'; readonly account: AccountView }
  | { readonly at: 'unreachable' }
  /** An operator ended the connection; the session is still there. */
  | { readonly at: 'ended' }
  | { readonly at: 'outdated' };

type Rest = Pick<RestClient, 'server' | 'session' | 'register' | 'logIn' | 'logOut' | 'resetPassword'>;

/** One page's visit: from the door through the entrance to the inside, and out again. */
export class Visit {
  readonly place = signal<Place>({ at: 'door' });
  readonly #rest: Rest;
  readonly #protocolVersion: number;
  #moves = 0;
  #isLoggingOut = false;

  /** @param protocolVersion the page's own */
  constructor(rest: Rest, protocolVersion: number) {
    this.#rest = rest;
    this.#protocolVersion = protocolVersion;
  }

  /**
   * Goes inside where there is a session, else to the entrance.
   * @param account who was inside last in this browser: they go in at once, and out again where their session has ended
   */
  async begin(account?: AccountView): Promise<void> {
    // Trying again is no new way: an answer that takes longer than the page waits counts as well.
    const arrive = this.#arrival(this.#moves);
    if (account) arrive({ at: 'inside', account });
    const session = await this.#rest.session();
    if (session.ok) {
      if (session.value.account.id !== account?.id) arrive({ at: 'inside', account: session.value.account });
    } else if (session.error === 'offline' || session.status >= 500) {
      if (!account) arrive({ at: 'unreachable' });
    } else arrive(await this.#entrance(account && 'session-ended'));
  }

  /** The link of the first run has done its work once there is an operator: whoever opens it then comes as always. */
  async followLink(link: OneTimeLink): Promise<void> {
    const arrive = this.#arrival(++this.#moves);
    if (link.at === 'setup' && (await this.#isClaimed())) await this.begin();
    else arrive(link);
  }

  async toEntrance(reason?: EntranceReason): Promise<void> {
    const arrive = this.#arrival(++this.#moves);
    arrive(await this.#entrance(reason));
  }

  /** The connection is over and does not come back by itself. */
  connectionEnded(reason: EndReason): void {
    if (reason === 'outdated') this.#arrival(++this.#moves)({ at: 'outdated' });
    else if (reason === 'ended-by-operator') this.#arrival(++this.#moves)({ at: 'ended' });
    else if (reason === 'session-ended' && !this.#isLoggingOut) void this.toEntrance('session-ended');
  }

  async logIn(body: LogIn): Promise<Trouble | undefined> {
    return this.#enter(await this.#rest.logIn(body));
  }

  async register(body: Register): Promise<Trouble | undefined> {
    return this.#enter(await this.#rest.register(body));
  }

  /** Leads to the entrance, where the new password is used at once: so it is seen to work, and kept by the browser. */
  async resetPassword(token: string, password: string): Promise<Trouble | undefined> {
    const answer = await this.#rest.resetPassword(token, password);
    if (!answer.ok) return answer.error;
    await this.toEntrance('password-set');
    return undefined;
  }

  /** @param forget what is done before anybody can log in here again */
  async logOut(forget: () => Promise<void>): Promise<Trouble | undefined> {
    this.#isLoggingOut = true;
    const answer = await this.#rest.logOut();
    const isOut = answer.ok || (answer.error !== 'offline' && answer.status === 401);
    try {
      if (isOut) await forget();
    } finally {
      this.#isLoggingOut = false;
      if (isOut) await this.toEntrance('logged-out');
    }
    return isOut ? undefined : answer.error;
  }

  async #isClaimed(): Promise<boolean> {
    const server = await this.#rest.server();
    return server.ok && !server.value.unclaimed;
  }

  #enter(answer: Awaited<ReturnType<Rest['logIn']>>): Trouble | undefined {
    if (!answer.ok) return answer.error;
    this.#arrival(++this.#moves)({ at: 'inside', account: answer.value.account });
    return undefined;
  }

  async #entrance(reason?: EntranceReason): Promise<Place> {
    const server = await this.#rest.server();
    if (!server.ok) return { at: 'unreachable' };
    if (server.value.protocol !== this.#protocolVersion) return { at: 'outdated' };
    return { at: 'entrance', server: server.value, ...(reason && { reason }) };
  }

  /** @returns what to call on arrival, which is too late when somebody has set out for elsewhere since */
  #arrival(move: number): (place: Place) => void {
    return (place) => {
      if (move === this.#moves) this.place.value = place;
    };
  }
}
