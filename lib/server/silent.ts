import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const silent = new WeakMap<Server, Set<Socket>>();

/**
 * Remembers connections that have not sent a byte, as browsers open them in advance. Node counts them as
 * busy, so that without this a stop would wait for each until its time for headers is over.
 */
export function watchSilent(server: Server): void {
  const sockets = new Set<Socket>();
  silent.set(server, sockets);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }: { socket: Socket }) => sockets.delete(socket));
}

/** Ends those connections; one that has begun to ask may finish. */
export function closeSilent(server: Server): void {
  for (const socket of silent.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
}
