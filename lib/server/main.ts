import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { env } from '../env';
import { log } from '../log';
import { requireNoEviction } from '../redis/eviction';
import { requireSameShards } from '../redis/shards';
import { store } from '../redis/store';
import { startBackground } from './background';
import { drain } from './drain';
import { createServer, listen } from './listen';
import { ROUTES } from './routes';

/** A store that cannot be reached does not keep the server from saying so itself. */
const READY_MS = 2000;

/**
 * The server: one process, one port. May import the product route modules, env, log and what the work
 * in the background needs.
 */
async function main(): Promise<void> {
  const { PORT: port, HOST: host, BASE_URL: baseUrl, TRUST_PROXY: trustProxy } = env();
  const options = { port, host, baseUrl, trustProxy };
  await requireNoEviction(store());
  await requireSameShards(store());
  // Next listens for upgrades on the server it is told of, and ends them unanswered. Ours has no such listener, so
  // that an offer of HTTP/2 (`Upgrade: h2c`: curl --http2, Java's client) is ignored, as HTTP allows.
  const httpServer = http.createServer();
  const app = next({ dev: false, dir: process.cwd(), hostname: host, port, httpServer });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer(ROUTES, (incoming, outgoing) => handle(incoming, outgoing), options);
  const listening = await listen(server, options);
  const background = startBackground();
  await Promise.race([background.ready, sleep(READY_MS)]);
  console.log(`Headroom listens on ${baseUrl ?? `http://${host}:${listening}`}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await drain(server);
    await background.stop();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}

process.on('unhandledRejection', (reason) => log().error({ err: reason }, 'unhandled rejection'));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
