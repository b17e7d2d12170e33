import cluster, { type Worker } from 'node:cluster';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { roomOf, Rooms } from './rooms.ts';

// `ws` in node:cluster: a process for each core, and every message goes from its worker through the primary to all of them.

interface Published {
  readonly room: string;
  readonly text: string;
}

if (cluster.isPrimary) {
  const workers = Array.from({ length: availableParallelism() }, () => cluster.fork());
  cluster.on('message', (_from: Worker, message: Published) => {
    for (const worker of workers) worker.send(message);
  });
  let listening = 0;
  cluster.on('listening', (_worker, { port }) => {
    if (++listening === workers.length) process.stdout.write(`listening on ${port}\n`);
  });
} else {
  const rooms = new Rooms<WebSocket>();
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (client, { url }) => {
    const room = roomOf(url);
    rooms.join(room, client);
    client.on('close', () => rooms.leave(room, client));
    client.on('message', (data: RawData) =>
      process.send?.({ room, text: (data as Buffer).toString() } satisfies Published),
    );
  });
  process.on('message', ({ room, text }: Published) => {
    for (const member of rooms.members(room)) member.send(text);
  });
  process.on('disconnect', () => process.exit());
  // Port 0 is one and the same free port for all workers of a cluster.
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 });
}
