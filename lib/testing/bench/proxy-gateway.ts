import { startBackground } from '../../server/background';
import { createServer, listen } from '../../server/listen';
import { ROUTES } from '../../server/routes';

/** The fast lane with the product's own routes and its work in the background, as `npm start` runs it. Prints its port. */
const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
const server = createServer(ROUTES, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
const background = startBackground();
await background.ready;
console.log(`port ${await listen(server, options)}`);
process.once('SIGTERM', async () => {
  server.closeAllConnections();
  await background.stop();
  process.exit(0);
});
