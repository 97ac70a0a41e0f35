import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ALWAYS_SECURE, Answer } from './answer';
import { appendPeer, isHttps, nameHost } from './forwarded';
import { watchIdle } from './idle';
import { fastLane, type Listener } from './lane';
import type { RouteTable } from './match';
import { addPageHeaders, loopbackRedirect } from './pages';
import { watchSilent } from './silent';
import { answerBroken, unservable } from './unservable';

export interface ServerOptions {
  port: number;
  host: string;
  baseUrl: string | undefined;
  trustProxy: number;
}

/** Behind a proxy that keeps connections for 60 s, ours must outlive its own. */
const KEEP_ALIVE_MS = 65_000;
const HEADERS_MS = 15_000;

/** One port for both doors: product paths in the fast lane, everything else to Next. */
export function createServer(table: RouteTable, next: Listener, options: ServerOptions): Server {
  const { baseUrl, trustProxy } = options;

  const pages: Listener = (incoming, outgoing) => {
    const target = loopbackRedirect(incoming, baseUrl);
    if (target) {
      outgoing.writeHead(307, { Location: target, 'Cache-Control': 'no-store' });
      return outgoing.end();
    }
    addPageHeaders(incoming, outgoing, isHttps(incoming, baseUrl, trustProxy));
    return next(incoming, outgoing);
  };
  const lane = fastLane(table, pages);

  const server = http.createServer({ ServerResponse: Answer }, (incoming, outgoing) => {
    appendPeer(incoming);
    nameHost(incoming);
    if (isHttps(incoming, baseUrl, trustProxy)) outgoing.always = ALWAYS_SECURE;
    const refusal = unservable(incoming);
    if (!refusal) return lane(incoming, outgoing);
    outgoing.writeHead(refusal.status, Object.fromEntries(refusal.headers));
    void refusal.text().then((body) => outgoing.end(body));
  });
  // Off for long uploads and streams; watchIdle ends whatever stands still.
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('close', watchIdle(server));
  watchSilent(server);
  answerBroken(server);
  return server;
}

/** @throws Error with one clear sentence where the port cannot be had. @returns the port listened on. */
export async function listen(server: Server, { port, host }: ServerOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, host, port)));
    server.listen(port, host, () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

function portError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} on ${host} is in use. Stop what listens there, or set PORT to another.`);
  }
  if (error.code === 'EACCES') {
    return new Error(`Port ${port} may not be opened by this user. Set PORT to one above 1023.`);
  }
  return error;
}
