import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce } from './announce.ts';

// socket.io with its defaults, over WebSockets only, in its own words: `join`, and `to(room).emit`.

const server = createServer();
const io = new Server(server, { transports: ['websocket'] });
io.on('connection', (socket) => {
  const room = String(socket.handshake.query['room']);
  void socket.join(room);
  socket.on('message', (body: string) => void io.to(room).emit('message', body));
});
announce(server);
