import type { Server, ServerResponse } from 'node:http';
import { closeSilent } from './silent';

/** What orchestrators commonly grant before they kill is 30 s; streams longer than this are cut. */
const DRAIN_MS = 25_000;

/**
 * Stops accepting and resolves when every running request has been answered, or after `deadlineMs`, when
 * what still runs is cut (its client leaves, so it settles what was used).
 */
export async function drain(server: Server, deadlineMs = DRAIN_MS): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection that falls idle now, or asks again, must not hold the drain up.
  server.prependListener('request', (_incoming, outgoing: ServerResponse) => {
    outgoing.setHeader('Connection', 'close');
  });
  const idle = setInterval(() => {
    server.closeIdleConnections();
    closeSilent(server);
  }, 50);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearInterval(idle);
  clearTimeout(deadline);
}
