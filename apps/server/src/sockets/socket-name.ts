import type { Server } from 'node:http';

const NAME = Symbol('name of a socket');

/** Counts the connections of a server, so that the log can tell one from the other. */
export function nameSockets(server: Server): void {
  let last = 0;
  const name = (socket: object) => void Object.assign(socket, { [NAME]: ++last });
  server.on('connection', name);
  // Above TLS it is another socket.
  server.on('secureConnection', name);
}

/** Undefined where sockets have no names, because nobody reads them. */
export function socketName(socket: object): number | undefined {
  return (socket as { readonly [NAME]?: number })[NAME];
}
