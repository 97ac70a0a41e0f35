import { setTimeout as sleep } from 'node:timers/promises';
import * as key from '../../../app/api/manage/keys/[id]/route';
import { env } from '../../env';
import { requireNoEviction } from '../../redis/eviction';
import { requireSameShards } from '../../redis/shards';
import { store } from '../../redis/store';
import { startBackground } from '../../server/background';
import { drain } from '../../server/drain';
import { createServer, listen } from '../../server/listen';
import type { RouteHandler, RouteTable } from '../../server/match';
import { ROUTES } from '../../server/routes';

/**
 * `npm start` without Next: the fast lane with its work in the background, as lib/server/main.ts starts it, and the
 * one route of the management API that revokes. A process of its own, which tests kill. Prints its port.
 */

/** The lane hands a tail over in segments; this route has one. */
const revoke: RouteHandler = async (request, { params }) => {
  const [id = ''] = (await params).id ?? [];
  return key.DELETE(request, { params: Promise.resolve({ id }) });
};
const table: RouteTable = {
  ...ROUTES,
  tails: [...ROUTES.tails, { prefix: '/api/manage/keys/', name: 'id', module: { DELETE: revoke } }],
};

/** As `npm start` waits. */
const READY_MS = 2000;

const { HOST: host, BASE_URL: baseUrl } = env();
const options = { port: 0, host, baseUrl, trustProxy: 0 };
await requireNoEviction(store());
await requireSameShards(store());
const server = createServer(table, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
const port = await listen(server, options);
const background = startBackground();
await Promise.race([background.ready, sleep(READY_MS)]);
console.log(`port ${port}`);
process.on('SIGTERM', async () => {
  await drain(server);
  await background.stop();
  process.exit(0);
});
