import type { House } from './house.ts';
import type { Person } from './person.ts';
import { until } from './until.ts';
import { liveWire, type Wire } from './wire.ts';

/** A wire that has a full buffer before it stops reading for good. */
export async function stalledWire(house: House, person: Person): Promise<Wire> {
  const wire = await liveWire(person, house.url);
  wire.webSocket.pause();
  const buffered = async (): Promise<boolean> =>
    (await house.clients()).some(({ account, bytesBuffered }) => account === person.account.id && bytesBuffered > 0);
  await until('it to be stalled', async () => {
    for (let count = 0; count < 500; count++) wire.send({ t: 'ping' });
    return buffered();
  });
  return wire;
}
