import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ERROR_STATUS, type ErrorCode } from '../errors';

/** What no route is asked about, because it is no request that either door could serve. */

const TYPE = 'invalid_request_error';

/** An error in OpenAI's envelope, for callers whose contract cannot be known. */
export function bareRefusal(code: ErrorCode, message: string): Response {
  const status = ERROR_STATUS[code];
  const type = status < 500 ? TYPE : 'server_error';
  return Response.json({ error: { message, type, param: null, code } }, { status });
}

/** Told to be one by two of these, a proxy in front may have read the other. */
const ONCE = ['host', 'x-api-key', 'authorization', 'content-length', 'idempotency-key'];
const LENGTHS = new Set(ONCE.map((name) => name.length));

function sentTwice(rawHeaders: readonly string[]): string | null {
  let seen = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const index = LENGTHS.has(name.length) ? ONCE.indexOf(name.toLowerCase()) : -1;
    if (index === -1) continue;
    if (seen & (1 << index)) return name;
    seen |= 1 << index;
  }
  return null;
}

/** The answer to what neither door can serve: Next would answer 500, or read it in its own way. null where nothing is wrong. */
export function unservable(incoming: IncomingMessage): Response | null {
  const { method, url = '', rawHeaders, httpVersionMajor } = incoming;
  if (httpVersionMajor !== 1)
    return bareRefusal('invalid_request', 'Only HTTP/1.1 and HTTP/1.0 are spoken here.');
  if (method === 'TRACE') return bareRefusal('method_not_allowed', 'TRACE is not served here.');
  if (!url.startsWith('/')) {
    return bareRefusal(
      'invalid_request',
      'The request line names a whole URL. This is no proxy: send the path alone.',
    );
  }
  const twice = sentTwice(rawHeaders);
  if (twice) return bareRefusal('invalid_request', `${twice} was sent more than once. Send it once.`);
  if (!url.includes('%')) return null;
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return null;
  } catch {
    return bareRefusal(
      'invalid_request',
      'The path has a percent sign that escapes no UTF-8 text. Write it as %25.',
    );
  }
}

const BROKEN: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are larger than 16 KB together.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The extensions of a chunk are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The headers did not arrive in time.'],
};
const NO_HTTP: [string, string] = ['400 Bad Request', 'This is not a valid HTTP request.'];

/**
 * Answers what Node cannot read as HTTP, in JSON, and ends the connection: nobody knows where the next request
 * would begin. A connection with an answer under way is just ended, or these bytes would stand in the middle of it.
 */
export function answerBroken(server: Server): void {
  const latest = new WeakMap<Socket, ServerResponse>();
  const pipelined = new WeakSet<Socket>();
  server.on('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => {
    if (latest.get(socket)?.writableFinished === false) pipelined.add(socket);
    latest.set(socket, outgoing);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    const current = latest.get(socket);
    const quiet = !current || current.writableFinished || !current.headersSent;
    if (error.code === 'ECONNRESET' || !socket.writable || pipelined.has(socket) || !quiet) {
      return socket.destroy();
    }
    const [status, message] = BROKEN[error.code ?? ''] ?? NO_HTTP;
    const body = JSON.stringify({ error: { message, type: TYPE, param: null, code: 'invalid_request' } });
    const head = [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
    ];
    return socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
