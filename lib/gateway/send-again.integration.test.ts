import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { answered, call, catalogAt, rawServer } from './gateway.fixture';
import { closeUpstreams } from './upstream';

const messages = [{ role: 'user', content: 'hi' }];
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await closeUpstreams();
  for (const close of closing.splice(0)) await close();
});

const ANSWER = JSON.stringify({
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1 },
});

async function listenOn(port: number, seen: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.setHeader('content-type', 'application/json').end(ANSWER);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return server;
}

/** A port that nothing listens on. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('an upstream that restarts is asked again, once it listens, and charged once', async () => {
  const port = await deadPort();
  const user = await catalogAt({ baseUrl: `http://127.0.0.1:${port}/v1` }, [{ name: 'm' }]);
  const seen: string[] = [];
  const running = call(user, { model: 'm', messages });
  // After the first try, before the last one 300 ms later.
  const starting = new Promise((resolve) => setTimeout(resolve, 25)).then(() => listenOn(port, seen));
  const [{ run }] = await Promise.all([running, starting]);
  expect(await answered(run).finished).toMatchObject({ outcome: 'ok', tokensIn: 3, tokensOut: 1 });
  expect(seen).toEqual(['/v1/chat/completions']);
});

test('a client that leaves is not called for again', async () => {
  const port = await deadPort();
  const user = await catalogAt({ baseUrl: `http://127.0.0.1:${port}/v1` }, [{ name: 'm' }]);
  const client = new AbortController();
  const seen: string[] = [];
  const running = call(user, { model: 'm', messages }, { signal: client.signal });
  setTimeout(() => client.abort(), 20);
  const { run } = await running;
  expect(run).toMatchObject({ outcome: { outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } } });
  await listenOn(port, seen);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(seen).toEqual([]);
});

/** A server whose connections never come to stand: it takes them and says nothing to TLS. */
async function mute(): Promise<{ baseUrl: string; connected: Promise<unknown> }> {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets: Socket[] = [];
  const connected = once(server, 'connection');
  server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return { baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, connected };
}

test.each([false, true])(
  'a connection that never comes to stand is a 504, and all is refunded (stream: %s)',
  async (stream) => {
    const { baseUrl } = await mute();
    const user = await catalogAt({ baseUrl, connectTimeoutMs: 300 }, [{ name: 'm' }]);
    const { run } = await call(user, { model: 'm', messages, stream });
    expect(run).toMatchObject({
      error: { code: 'upstream_timeout', status: 504 },
      outcome: { outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } },
    });
  },
);

test('a client that leaves while a connection is made pays nothing', async () => {
  const { baseUrl, connected } = await mute();
  const user = await catalogAt({ baseUrl, connectTimeoutMs: 300 }, [{ name: 'm' }]);
  const client = new AbortController();
  const running = call(user, { model: 'm', messages }, { signal: client.signal });
  await connected;
  client.abort();
  expect((await running).run).toMatchObject({
    outcome: { outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } },
  });
});

test.each([
  ['hangs up without an answer', ''],
  ['begins to answer', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'],
  ['answers 503', 'HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n'],
  ['answers 429', 'HTTP/1.1 429 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n'],
])('an upstream that took the request and %s is never sent it again', async (_what, bytes) => {
  let calls = 0;
  const server = await rawServer((socket) => {
    calls += 1;
    socket.end(bytes);
  });
  closing.push(() => server.close());
  const user = await catalogAt({ baseUrl: server.baseUrl }, [{ name: 'm' }]);
  const { run } = await call(user, { model: 'm', messages });
  expect(run).toHaveProperty('error');
  expect(calls).toBe(1);
});
