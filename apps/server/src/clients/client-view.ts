import type { ClientView } from '@skein/protocol/rest';
import type { HubClient } from '../hub/hub-client.ts';

/** A live client as the operator sees it. */
export function clientView(client: HubClient, worker: number): ClientView {
  const rooms = [...client.subscriptions.values()].filter(({ stream }) => stream.kind === 'room');
  return {
    id: client.id,
    account: client.account.id,
    name: client.account.name,
    address: client.connection.address,
    worker,
    rooms: rooms.length,
    since: client.since,
    messagesIn: client.messagesIn,
    messagesOut: client.messagesOut,
    bytesBuffered: client.connection.outbound.byteLength,
  };
}
