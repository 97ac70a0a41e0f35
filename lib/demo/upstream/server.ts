import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chat } from './chat';
import { readBody, sendError, sendJson } from './http';
import { isMedia, media } from './media-routes';
import { RequestLog } from './request-log';

/** What `GET /v1/models` lists. Any other name is answered too, under that name. */
const LISTED = ['demo-chat', 'demo-embedding', 'demo-image', 'demo-speech', 'demo-transcription'];

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

async function post(request: IncomingMessage, response: ServerResponse, path: string, log: RequestLog) {
  const bytes = await readBody(request);
  if (path === '/v1/chat/completions') return chat(request, response, parse(bytes), log);
  if (isMedia(path)) return media(request, response, path, bytes, log);
  sendError(response, 404, `There is no ${path}.`);
}

function get(response: ServerResponse, path: string, log: RequestLog) {
  if (path === '/demo/requests') return sendJson(response, 200, { data: log.all() });
  if (path !== '/v1/models') return sendError(response, 404, `There is no ${path}.`);
  const data = LISTED.map((id) => ({ id, object: 'model', created: 0, owned_by: 'headroom-demo' }));
  sendJson(response, 200, { object: 'list', data });
}

async function handle(request: IncomingMessage, response: ServerResponse, log: RequestLog): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  if (request.method === 'POST') return post(request, response, path, log);
  if (request.method === 'GET') return get(response, path, log);
  if (request.method === 'DELETE' && path === '/demo/requests') {
    log.clear();
    return sendJson(response, 200, { deleted: true });
  }
  sendError(response, 405, 'This method is not known here.');
}

export interface DemoUpstream {
  /** Without a path, e.g. `http://127.0.0.1:4010`; the API's base is `${url}/v1`. */
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the demo's model provider: an OpenAI-compatible server with exact usage, that fails on request
 * (behaviour.ts). It keeps what it saw of each request in memory at `GET /demo/requests` (DELETE clears it).
 */
export async function startUpstream({ port = 0, host = '127.0.0.1' } = {}): Promise<DemoUpstream> {
  const log = new RequestLog();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response, log).catch((error: Error) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else sendError(response, 500, error.message);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
