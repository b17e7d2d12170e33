import { createServer } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { announce } from './announce.ts';
import { roomOf, Rooms } from './rooms.ts';

// `ws` as its manual shows it: whatever comes in is sent to each client of the room, one after the other.

const rooms = new Rooms<WebSocket>();
const server = createServer();
new WebSocketServer({ server }).on('connection', (client, { url }) => {
  const room = roomOf(url);
  rooms.join(room, client);
  client.on('close', () => rooms.leave(room, client));
  client.on('message', (data: RawData) => {
    for (const member of rooms.members(room)) member.send(data, { binary: false });
  });
});
announce(server);
