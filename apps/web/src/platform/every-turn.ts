import type { Seat, Turn } from '@skein/client/outbox';

/**
 * For where there are no Web Locks, as over plain http on a LAN: every tab has the turn. A message goes out once from each,
 * and the server stores it once (P2).
 */
export function joinWithoutLock(name: string, seat: Seat): Turn {
  const channel = new BroadcastChannel(name);
  let isOver = false;
  channel.onmessage = () => seat.changed();
  seat.taken();
  return {
    ask() {},
    pass: () => seat.taken(),
    changed: () => void (isOver || channel.postMessage('changed')),
    leave() {
      isOver = true;
      channel.close();
    },
  };
}
