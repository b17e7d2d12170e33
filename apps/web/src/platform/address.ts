import { type ReadonlySignal, batch, signal } from '@preact/signals-core';
import { type OneTimeLink, type Route, parseLink, parseRoute, roomHash } from '../models/route.ts';

export interface Address {
  readonly route: ReadonlySignal<Route>;
  /** The one-time link by which somebody came, if they did. */
  readonly link: ReadonlySignal<OneTimeLink | undefined>;
  /** Goes to a room, or to the list of rooms. `replace` leaves no step in the browser's history. */
  go(room: string | undefined, how?: 'push' | 'replace'): void;
  /** Goes to a message in its room, also where somebody is there already. @param message its seq */
  goToMessage(room: string, message: number): void;
}

/** The address bar. A link's token is taken out of it as soon as it was read, before anything is shown. */
export function browserAddress(): Address {
  const route = signal<Route>({ at: 'rooms' });
  const link = signal<OneTimeLink | undefined>(undefined);
  read();
  addEventListener('hashchange', read);

  function read(): void {
    const next = parseLink(location.hash);
    if (next) history.replaceState(null, '', '#/');
    batch(() => {
      if (next) link.value = next;
      route.value = parseRoute(location.hash);
    });
  }

  function goTo(hash: string, how: 'push' | 'replace'): void {
    if (how === 'push') location.hash = hash;
    else history.replaceState(null, '', hash);
    route.value = parseRoute(hash);
  }

  return {
    route,
    link,
    go: (room, how = 'push') => goTo(room === undefined ? '#/' : roomHash(room), how),
    goToMessage: (room, message) => goTo(roomHash(room, message), 'push'),
  };
}
