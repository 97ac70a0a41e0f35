import { createServer, listen } from '../../server/listen';
import type { RouteTable } from '../../server/match';
import { limited, unlimited } from './handler';

/** The fast lane of lib/server in a process of its own, serving the bench's work. Prints its port. */
const table: RouteTable = {
  exact: new Map([
    ['/api/bench/limited', { POST: limited }],
    ['/api/bench/unlimited', { POST: unlimited }],
  ]),
  tails: [],
  fallback: { prefixes: [], module: {} },
};
const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
const server = createServer(
  table,
  (_incoming, outgoing) => {
    outgoing.writeHead(404);
    outgoing.end();
  },
  options,
);
console.log(`port ${await listen(server, options)}`);
