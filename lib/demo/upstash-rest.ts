import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

/**
 * A local endpoint that speaks the Upstash REST protocol in front of a plain Redis, so that the REST
 * driver can be tried and tested without an account. Protocol: https://upstash.com/docs/redis/features/restapi
 */

type Command = [name: string, ...args: unknown[]];

class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Commands that would block or take over the shared connection, or the server. */
const REFUSED = new Set(
  'SUBSCRIBE PSUBSCRIBE SSUBSCRIBE MONITOR BLPOP BRPOP SHUTDOWN CONFIG DEBUG REPLICAOF SLAVEOF SELECT RESET QUIT'.split(
    ' ',
  ),
);
const BODY_MAX_BYTES = 1 << 20;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Plain Redis refuses Upstash's `#!lua flags=allow-key-locking`: scripts run without their first line. */
function translator() {
  const knownAs = new Map<string, string>();
  return ([name, ...args]: Command): [string, ...string[]] => {
    const command = name.toUpperCase();
    const words = args.map((a) => (a !== null && typeof a === 'object' ? JSON.stringify(a) : String(a)));
    const isLoad = command === 'SCRIPT' && words[0]?.toUpperCase() === 'LOAD';
    if (command.startsWith('EVALSHA')) {
      words[0] = knownAs.get(words[0] ?? '') ?? words[0] ?? '';
    } else if (command === 'EVAL' || command === 'EVAL_RO' || isLoad) {
      const at = isLoad ? 1 : 0;
      const script = words[at] ?? '';
      const plain = script.replace(/^#!lua[^\n]*\n/, '');
      if (plain !== script) knownAs.set(sha1(script), sha1(plain));
      words[at] = plain;
    }
    return [command, ...words];
  };
}

function encode(value: unknown, base64: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((v) => (v instanceof Error ? { error: v.message } : encode(v, base64)));
  }
  if (typeof value === 'bigint') return Number(value);
  const text = Buffer.isBuffer(value) ? value.toString() : value;
  if (typeof text !== 'string') return text ?? null;
  if (!base64 || text === 'OK') return text;
  return Buffer.isBuffer(value) ? value.toString('base64') : Buffer.from(text).toString('base64');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > BODY_MAX_BYTES) throw new HttpError(413, 'ERR max request size exceeded');
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new HttpError(400, 'ERR failed to parse command');
  }
}

const isCommand = (value: unknown): value is Command => Array.isArray(value) && typeof value[0] === 'string';
const isCommands = (value: unknown): value is Command[] =>
  Array.isArray(value) && value.length > 0 && value.every(isCommand);

function connect(redisUrl: string) {
  const redis = new Redis(redisUrl, { protocol: 2, maxRetriesPerRequest: 1, connectTimeout: 2000 });
  // ioredis emits on every failed reconnect; callers see the failed command instead.
  redis.on('error', () => undefined);
  const translate = translator();

  // Upper-case names: ioredis reshapes the replies of lower-case ones (hgetall becomes an object).
  async function one(command: Command, base64: boolean): Promise<{ result: unknown } | { error: string }> {
    try {
      const [name, ...args] = translate(command);
      if (REFUSED.has(name)) throw new Error(`ERR command is not available: '${name}'`);
      return { result: encode(await redis.callBuffer(name, ...args), base64) };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  async function transaction(commands: Command[], base64: boolean): Promise<unknown[]> {
    const multi = redis.multi();
    for (const command of commands) {
      const [name, ...args] = translate(command);
      if (REFUSED.has(name)) throw new HttpError(400, `ERR command is not available: '${name}'`);
      multi.callBuffer(name, ...args);
    }
    const replies = await multi.exec().catch((error: Error) => {
      throw new HttpError(400, error.message);
    });
    return (replies ?? []).map(([error, value]) =>
      error ? { error: error.message } : { result: encode(value, base64) },
    );
  }

  return { redis, one, transaction };
}

/** Starts the endpoint on loopback. `port` 0 takes a free one. */
export async function startUpstashRest(options: {
  redisUrl: string;
  token: string;
  port?: number;
}): Promise<{ url: string; close: () => Promise<void> }> {
  const { redis, one, transaction } = connect(options.redisUrl);
  const expected = Buffer.from(`Bearer ${options.token}`);

  async function answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new HttpError(401, 'Unauthorized');
    }
    if (request.method !== 'POST') throw new HttpError(405, 'Method Not Allowed');
    const body = await readJson(request);
    const base64 = request.headers['upstash-encoding'] === 'base64';
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    if (path === '/') {
      if (!isCommand(body)) throw new HttpError(400, 'ERR empty command');
      const reply = await one(body, base64);
      return ['error' in reply ? 400 : 200, reply];
    }
    if (!isCommands(body)) throw new HttpError(400, 'ERR failed to parse pipeline request');
    if (path === '/pipeline') return [200, await Promise.all(body.map((c) => one(c, base64)))];
    if (path === '/multi-exec') return [200, await transaction(body, base64)];
    throw new HttpError(404, 'Not Found');
  }

  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request).catch((error: Error): [number, unknown] => [
      error instanceof HttpError ? error.status : 500,
      { error: error.message },
    ]);
    const text = JSON.stringify(body);
    response
      .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      .end(text);
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      redis.disconnect();
    },
  };
}
