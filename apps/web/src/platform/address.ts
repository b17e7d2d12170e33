import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Route, parseRoute, roomHash } from '../models/route.ts';

export interface Address {
  readonly route: ReadonlySignal<Route>;
  /** Goes to a room, or to the list of rooms. `replace` leaves no step in the browser's history. */
  go(room: string | undefined, how?: 'push' | 'replace'): void;
}

/** The address bar. A link's token is taken out of it as soon as it was read, before anything is shown. */
export function browserAddress(): Address {
  const route = signal(read());
  addEventListener('hashchange', () => (route.value = read()));
  return {
    route,
    go(room, how = 'push') {
      const hash = room === undefined ? '#/' : roomHash(room);
      if (how === 'push') location.hash = hash;
      else history.replaceState(null, '', hash);
      route.value = parseRoute(hash);
    },
  };
}

function read(): Route {
  const route = parseRoute(location.hash);
  if (route.at === 'setup' || route.at === 'reset') history.replaceState(null, '', '#/');
  return route;
}
