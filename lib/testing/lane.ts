import type { Server } from 'node:http';
import { createServer, listen } from '../server/listen';
import type { RouteTable } from '../server/match';
import { ROUTES } from '../server/routes';

/** The fast lane on loopback in this process, as `npm start` serves it; Next's paths are a bare 404. */
export interface Lane {
  /** Without a path, e.g. `http://127.0.0.1:4010`. */
  url: string;
  port: number;
  server: Server;
  /** When each request reached it, `performance.now()`; a test empties it as it likes. */
  arrivals: number[];
  close(): Promise<void>;
}

export async function openLane(routes: RouteTable = ROUTES): Promise<Lane> {
  const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
  const server = createServer(routes, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
  const arrivals: number[] = [];
  server.prependListener('request', () => arrivals.push(performance.now()));
  const port = await listen(server, options);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    arrivals,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
