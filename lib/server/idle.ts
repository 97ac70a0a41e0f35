import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Least that a peer has to move within IDLE_MS while we wait for it: 1 KiB. */
const LEAST_BYTES = 1024;
const IDLE_MS = 30_000;

interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  /** Bytes read and written when it was last seen to move, and when that was. */
  read: number;
  written: number;
  sinceMs: number;
}

/** Whether we wait for the peer: for its body, or for it to take our answer. Not while we work. */
const waitsForPeer = ({ incoming, outgoing }: Exchange): boolean =>
  !outgoing.writableFinished && (!incoming.complete || outgoing.writableNeedDrain);

/**
 * Ends connections whose peer drips its body or does not take its answer. Node's `requestTimeout` would
 * cut long uploads; this asks for progress only, at most once per `periodMs`.
 */
export function watchIdle(server: Server, idleMs = IDLE_MS, periodMs = 5_000): () => void {
  const exchanges = new Map<Socket, Exchange>();
  server.on('connection', (socket: Socket) => socket.once('close', () => exchanges.delete(socket)));
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { socket } = incoming;
    const { bytesRead, bytesWritten } = socket;
    exchanges.set(socket, {
      incoming,
      outgoing,
      read: bytesRead,
      written: bytesWritten,
      sinceMs: performance.now(),
    });
  });
  const sweep = () => {
    const now = performance.now();
    for (const [socket, exchange] of exchanges) {
      const moved = socket.bytesRead - exchange.read + socket.bytesWritten - exchange.written;
      if (!waitsForPeer(exchange) || moved >= LEAST_BYTES) {
        exchange.read = socket.bytesRead;
        exchange.written = socket.bytesWritten;
        exchange.sinceMs = now;
      } else if (now - exchange.sinceMs >= idleMs) {
        socket.destroy();
      }
    }
  };
  const timer = setInterval(sweep, periodMs).unref();
  return () => clearInterval(timer);
}
