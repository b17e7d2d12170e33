import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of the loopback address and prints it: whoever started this peer waits for the line. */
export function announce(server: Server): void {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
    process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`);
  });
}
