import { store } from '../../redis/store';
import { createServer, listen } from '../../server/listen';
import type { RouteTable } from '../../server/match';
import { ANSWER, limited, unlimited } from './handler';
import { emptyCall, HEADERS } from './yardstick';

const call = await emptyCall(store());

/** A limited request with nothing decided: two script calls that do nothing, and as many headers. */
async function undecided(request: Request): Promise<Response> {
  await request.json();
  await call();
  await call();
  return new Response(ANSWER, { headers: { 'Content-Type': 'application/json', ...HEADERS } });
}

/** The fast lane of lib/server in a process of its own, serving the bench's work. Prints its port. */
const table: RouteTable = {
  exact: new Map([
    ['/api/bench/limited', { POST: limited }],
    ['/api/bench/unlimited', { POST: unlimited }],
    ['/api/bench/undecided', { POST: undecided }],
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
