import http, { type Server } from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { log } from '../log';
import { ask } from '../testing/doors';
import { drain } from './drain';
import { watchIdle } from './idle';
import { createServer, listen } from './listen';
import type { RouteHandler, RouteTable } from './match';

/** Real servers on loopback, with handlers in the place of routes and of Next. */

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A promise and the call that resolves it. */
function gate() {
  let resolve = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve: () => resolve() };
}

const BASE_URL = 'http://127.0.0.1:3000';

async function serve(handler: RouteHandler, baseUrl: string | undefined = BASE_URL, trustProxy = 0) {
  const table: RouteTable = {
    exact: new Map([['/v1/it', { GET: handler, POST: handler }]]),
    tails: [],
    fallback: { prefixes: [], module: {} },
  };
  const options = { port: 0, host: '127.0.0.1', baseUrl, trustProxy };
  const server = createServer(
    table,
    (incoming, outgoing) => outgoing.end(`next saw ${incoming.headers['content-security-policy']}`),
    options,
  );
  servers.push(server);
  return { server, port: await listen(server, options) };
}

describe('what a route sees', () => {
  it("the peer's address after whatever the client claims to forward for", async () => {
    const { port } = await serve((request) => new Response(request.headers.get('x-forwarded-for')));
    expect((await ask(port, { path: '/v1/it' })).body).toBe('127.0.0.1');
    const headers = { 'x-forwarded-for': '10.1.1.1' };
    expect((await ask(port, { path: '/v1/it', headers })).body).toBe('10.1.1.1, 127.0.0.1');
  });

  it('the end of a client that leaves, as an abort and as a cancelled stream', async () => {
    const seen: string[] = [];
    const gone = gate();
    const { port } = await serve((request) => {
      request.signal.addEventListener('abort', () => seen.push('abort'));
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
        cancel: () => {
          seen.push('cancel');
          gone.resolve();
        },
      });
      return Promise.resolve(new Response(body));
    });
    const socket = net.connect(port, '127.0.0.1');
    socket.write('GET /v1/it HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await gone.promise;
    await vi.waitFor(() => expect(seen.sort()).toEqual(['abort', 'cancel']));
  });
});

it('the head of an answer does not wait for its body', async () => {
  const begins = gate();
  const { port } = await serve(async () => {
    const body = new ReadableStream({
      async pull(controller) {
        await begins.promise;
        controller.enqueue(new TextEncoder().encode('late'));
        controller.close();
      },
    });
    return new Response(body);
  });
  const answer = await fetch(`http://127.0.0.1:${port}/v1/it`);
  expect(answer.status).toBe(200);
  begins.resolve();
  expect(await answer.text()).toBe('late');
});

it.each(['plain', 'naïve 10 € 😀', ''])('a text answer arrives as it is: %j', async (text) => {
  const { port } = await serve(async () => new Response(text));
  const { body, headers } = await ask(port, { path: '/v1/it' });
  expect([body, headers['content-length']]).toEqual([text, `${Buffer.byteLength(text)}`]);
});

describe('what goes wrong is told in JSON', () => {
  it('a Host that is none', async () => {
    const { port } = await serve(() => new Response());
    const { status, body } = await ask(port, { path: '/v1/it', headers: { host: 'a b' } });
    expect(status).toBe(400);
    expect(JSON.parse(body).error.code).toBe('invalid_request');
  });

  it.each([
    ['GET', '/v1/it/%zz', 400],
    ['GET', '/api/manage/keys/%E0%A4%A', 400],
    ['TRACE', '/v1/it', 405],
    ['GET', '/?q=100%', 200],
  ])('%s %s, which Next cannot read, is %i', async (method, path, expected) => {
    const { port } = await serve(() => new Response());
    const { status, body } = await ask(port, { method, path });
    expect(status).toBe(expected);
    if (expected !== 200) expect(JSON.parse(body).error.type).toBe('invalid_request_error');
  });

  it('a handler that throws, without a word of what it said', async () => {
    const logged = vi.spyOn(log(), 'error').mockImplementation(() => {});
    const { port } = await serve(() => Promise.reject(new Error('the password is hunter2')));
    const { status, body } = await ask(port, { path: '/v1/it' });
    expect(status).toBe(500);
    expect(JSON.parse(body).error.code).toBe('internal_error');
    expect(body).not.toContain('hunter2');
    expect(logged).toHaveBeenCalledOnce();
  });
});

describe('pages', () => {
  it('carry a policy with a nonce of their own, which Next is told', async () => {
    const { port } = await serve(() => new Response());
    const [first, second] = await Promise.all([ask(port, { path: '/' }), ask(port, { path: '/' })]);
    const policy = first.headers['content-security-policy'];
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
    expect(first.body).toBe(`next saw ${policy}`);
    expect(policy).not.toBe(second.headers['content-security-policy']);
  });

  it("do not take a nonce from the client's own header", async () => {
    const { port } = await serve(() => new Response());
    const headers = { 'content-security-policy': "script-src 'nonce-mine'" };
    expect((await ask(port, { path: '/', headers })).body).not.toContain('mine');
  });

  it('answer under one name of this machine', async () => {
    const { port } = await serve(() => new Response(), undefined);
    const headers = { accept: 'text/html', host: `localhost:${port}` };
    expect((await ask(port, { path: '/keys', headers })).status).toBe(200);
    const known = await serve(() => new Response(), `http://127.0.0.1:${port}`);
    const moved = await ask(known.port, { path: '/keys?a=1', headers });
    expect([moved.status, moved.headers.location]).toEqual([307, `http://127.0.0.1:${port}/keys?a=1`]);
  });
});

it('HSTS and nosniff are on everything, HSTS over https alone', async () => {
  const plain = await serve(() => new Response());
  const secure = await serve(() => new Response(), 'https://headroom.example.com');
  for (const path of ['/', '/v1/it']) {
    const { headers } = await ask(secure.port, { path });
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await ask(plain.port, { path })).headers).not.toHaveProperty('strict-transport-security');
  }
});

it('a port in use is told in one sentence', async () => {
  const { port } = await serve(() => new Response());
  const options = { port, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
  const second = http.createServer();
  await expect(listen(second, options)).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or set PORT to another.`,
  );
});

describe('a drain', () => {
  it('finishes what runs, closes kept connections and takes nothing new', async () => {
    const started = gate();
    const finish = gate();
    const { server, port } = await serve(async () => {
      started.resolve();
      await finish.promise;
      return new Response('done');
    });
    const running = ask(port, { path: '/v1/it', headers: { connection: 'keep-alive' } });
    await started.promise;
    const drained = drain(server);
    await expect(ask(port, { path: '/v1/it' })).rejects.toThrow('ECONNREFUSED');
    finish.resolve();
    expect((await running).body).toBe('done');
    await drained;
  });

  it('does not wait for a connection that was opened in advance and never asked', async () => {
    const { server, port } = await serve(() => new Response('done'));
    const spare = net.connect(port, '127.0.0.1');
    const closed = new Promise((resolve) => spare.once('close', resolve));
    await new Promise((resolve) => server.once('connection', resolve));
    const deadline = vi.fn();
    const timer = setTimeout(deadline, 2000);
    await drain(server);
    await closed;
    clearTimeout(timer);
    expect(deadline).not.toHaveBeenCalled();
  });

  it('cuts what still runs at its deadline', async () => {
    const started = gate();
    const { server, port } = await serve(() => {
      started.resolve();
      return new Promise(() => {});
    });
    const running = ask(port, { path: '/v1/it' });
    const cut = expect(running).rejects.toThrow('socket hang up');
    await started.promise;
    await drain(server, 100);
    await cut;
  });
});

describe('idle connections', () => {
  const IDLE_MS = 150;

  function watched(listener: http.RequestListener): Promise<number> {
    const server = http.createServer(listener);
    servers.push(server);
    server.on('close', watchIdle(server, IDLE_MS, 20));
    return listen(server, { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 });
  }

  const closed = (socket: net.Socket) => new Promise((resolve) => socket.once('close', resolve));

  it('a body that drips is cut off', async () => {
    const port = await watched((incoming) => incoming.resume());
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    await closed(socket);
    clearInterval(drip);
  });

  it('an answer that nobody takes is cut off', async () => {
    const ended = gate();
    const port = await watched((_incoming, outgoing) => {
      outgoing.once('close', () => ended.resolve());
      outgoing.write(Buffer.alloc(64 << 20));
    });
    const socket = net
      .connect(port, '127.0.0.1')
      .on('error', () => {})
      .pause();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await ended.promise;
  });

  it('a request that we still work on is left alone', async () => {
    const port = await watched((incoming, outgoing) => {
      incoming.resume();
      setTimeout(() => outgoing.end('late'), IDLE_MS * 3);
    });
    expect((await ask(port, { path: '/', method: 'POST', body: '{}' })).body).toBe('late');
  });
});
