import { afterEach, expect, test } from 'vitest';
import { AppError } from '../errors';
import { answered, bodyText, call, catalogAt, eventsOf, rawServer } from './gateway.fixture';
import { catalogModels } from './models';
import { callsInFlight, closeUpstreams } from './upstream';

const messages = [{ role: 'user', content: 'hi' }];
const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await closeUpstreams();
});

const HEADERS = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const part = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const END = '0\r\n\r\n';
const chunk = (content: string, finish: string | null = null) =>
  `data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":${JSON.stringify(finish)}}]}\n\n`;
const usage =
  'data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n';
const DONE = 'data: [DONE]\n\n';

/** A principal whose model `m` is at a server that sends these bytes, then hangs up or stays silent. */
async function serving(bytes: string, then: 'hang up' | 'stay', timeouts: Record<string, number> = {}) {
  const server = await rawServer((socket) => {
    socket.write(bytes, () => {
      if (then === 'hang up') socket.destroy();
    });
  });
  servers.push(server);
  return catalogAt({ baseUrl: server.baseUrl, ...timeouts }, [{ name: 'm' }]);
}

const json = (value: unknown) => {
  const body = JSON.stringify(value);
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

test.each([
  ['before the headers', ''],
  ['in the headers', HEADERS.slice(0, 30)],
])('an upstream that dies %s is a 502 and costs no tokens', async (_, bytes) => {
  const user = await serving(bytes, 'hang up');
  for (const stream of [false, true]) {
    const { run } = await call(user, { model: 'm', messages, stream });
    if (!('error' in run)) throw new Error('answered');
    expect(run.error).toMatchObject({ code: 'upstream_error', status: 502 });
    expect(run.outcome).toMatchObject({ outcome: 'upstream_error', actual: { tokens: 0, cost: 0 } });
    expect(run.outcome.actual).not.toHaveProperty('requests');
  }
});

test('a stream that dies after its headers tells so in an event and costs no tokens', async () => {
  const user = await serving(HEADERS, 'hang up');
  const { run } = await call(user, { model: 'm', messages, stream: true });
  expect(eventsOf(await bodyText(run))).toMatchObject([{ error: { code: 'upstream_error' } }]);
  const outcome = await answered(run).finished;
  expect(outcome).toMatchObject({ outcome: 'upstream_error', actual: { tokens: 0, cost: 0 } });
});

test.each([
  ['between events', part(chunk('one')) + part(chunk('two'))],
  ['in an event', part(chunk('one') + chunk('two') + chunk('three').slice(0, 60))],
  ['in a chunk', part(chunk('one') + chunk('two')) + part(chunk('three')).slice(0, 20)],
  ['at its end, without saying why it ended', part(chunk('one') + chunk('two')) + END],
])('a stream that dies %s charges what it put out, flagged, and says so', async (_, bytes) => {
  const user = await serving(HEADERS + bytes, 'hang up');
  const { run } = await call(user, { model: 'm', messages, stream: true });
  const text = await bodyText(run);
  expect(eventsOf(text).map((event) => event.choices?.[0].delta.content ?? event.error.code)).toEqual([
    'one',
    'two',
    'upstream_error',
  ]);
  expect(text).not.toContain('[DONE]');
  const outcome = await answered(run).finished;
  expect(outcome).toMatchObject({ outcome: 'upstream_error', estimated: true, tokensOut: 2 });
  expect(outcome.tokensIn).toBeGreaterThan(0);
});

test.each([
  ['with [DONE]', chunk('a') + chunk('b', 'stop') + usage + DONE, 'stay'],
  ['with [DONE], then cut', chunk('a') + chunk('b', 'stop') + usage + DONE, 'hang up'],
  ['without [DONE]', chunk('a') + chunk('b', 'stop') + usage, 'stay'],
  ['without its last empty line', (chunk('a') + chunk('b', 'stop') + usage).trimEnd(), 'stay'],
] as const)('a stream that ends well %s is charged its usage', async (_, text, then) => {
  const user = await serving(HEADERS + part(text) + (then === 'stay' ? END : ''), then);
  const { run } = await call(user, { model: 'm', messages, stream: true });
  expect(await bodyText(run)).toBe(chunk('a') + chunk('b', 'stop') + DONE);
  expect(await answered(run).finished).toMatchObject({
    outcome: 'ok',
    estimated: false,
    tokensIn: 9,
    tokensOut: 2,
  });
});

test('a stream that falls silent ends by the idle timeout with what it put out', async () => {
  const user = await serving(HEADERS + part(chunk('one')), 'stay', { idleTimeoutMs: 300 });
  const { run } = await call(user, { model: 'm', messages, stream: true });
  expect(eventsOf(await bodyText(run)).at(-1).error.code).toBe('upstream_timeout');
  expect(await answered(run).finished).toMatchObject({ outcome: 'upstream_error', tokensOut: 1 });
});

test('a plain answer that stops in the middle is a 504', async () => {
  const user = await serving(json({ choices: [] }).slice(0, -5), 'stay', { idleTimeoutMs: 300 });
  const { run } = await call(user, { model: 'm', messages });
  expect(run).toMatchObject({ error: { code: 'upstream_timeout', status: 504 }, outcome: { tokensOut: 0 } });
});

test('an upstream that does not begin to answer is a 504', async () => {
  const user = await serving('', 'stay', { firstByteTimeoutMs: 300 });
  const { run } = await call(user, { model: 'm', messages });
  expect(run).toMatchObject({ error: { code: 'upstream_timeout', status: 504 } });
});

test('where nothing could be sent, the request is refunded too', async () => {
  const server = await rawServer(() => undefined);
  await server.close();
  const user = await catalogAt({ baseUrl: server.baseUrl }, [{ name: 'm' }]);
  const { run } = await call(user, { model: 'm', messages });
  expect(run).toMatchObject({
    error: { code: 'upstream_error', status: 502 },
    outcome: { outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } },
  });
});

test.each([
  ['a web page', 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>'],
  ['JSON of another kind', json({ ok: true })],
  ['a redirect', 'HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'],
])('%s from the upstream is a 502, plain and streamed', async (_, bytes) => {
  const user = await serving(bytes, 'stay');
  for (const stream of [false, true]) {
    const { run } = await call(user, { model: 'm', messages, stream });
    expect(run).toMatchObject({ error: { code: 'upstream_error', status: 502 } });
  }
});

test('every way a call can end frees its connection', async () => {
  const ends = [
    await serving('', 'hang up'),
    await serving(HEADERS, 'hang up'),
    await serving(HEADERS + part(chunk('one', 'stop') + usage + DONE) + END, 'stay'),
    await serving(HEADERS + part(chunk('one')), 'stay', { idleTimeoutMs: 300 }),
    await serving(json({ choices: [] }), 'stay'),
    await serving('HTTP/1.1 500 X\r\ncontent-length: 3\r\n\r\nerr', 'stay'),
  ];
  for (const user of ends) {
    for (const stream of [true, false]) {
      const { run } = await call(user, { model: 'm', messages, stream });
      if (!('error' in run)) {
        await bodyText(run);
        await run.finished;
      }
      const [model] = await catalogModels(user);
      if (!model) throw new Error('no model');
      await expect.poll(() => callsInFlight(model.upstream)).toBe(0);
    }
  }
});

test.each([
  [
    'an error beside a 200',
    { choices: [], usage: { prompt_tokens: 9 }, error: { message: 'at http://10.1.1.1/' } },
  ],
  ['no list of choices', { choices: null }],
])('%s is no answer: a 502 that costs no tokens and repeats none of it', async (_, answer) => {
  const user = await serving(json(answer), 'hang up');
  const { run } = await call(user, { model: 'm', messages });
  if (!('error' in run)) throw new Error('answered');
  expect(run.error).toMatchObject({ code: 'upstream_error', status: 502 });
  expect(run.error.message).not.toContain('10.1.1.1');
  expect(run.outcome).toMatchObject({ outcome: 'upstream_error', actual: { tokens: 0, cost: 0 } });
});

test('a byte order mark before the JSON of an answer is left out', async () => {
  const text = '{"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}';
  const body = `\ufeff${text}`;
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const { run } = await call(await serving(head + body, 'hang up'), { model: 'm', messages });
  expect(Buffer.from(answered(run).body as Buffer).toString()).toBe(text);
});

test('the media type of a stream may be written in any case', async () => {
  const head = HEADERS.replace('text/event-stream', 'Text/Event-Stream;Charset=UTF-8');
  const user = await serving(head + part(chunk('a', 'stop') + DONE) + END, 'stay');
  const { run } = await call(user, { model: 'm', messages, stream: true });
  expect(await bodyText(run)).toBe(chunk('a', 'stop') + DONE);
});

test("an upstream's complaint reaches the client without its key or address", async () => {
  const body = JSON.stringify({
    error: { message: 'bad key sk-live-abcdef123 at http://10.1.1.1/v1', param: 'seed' },
  });
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  const user = await serving(head + body, 'stay');
  const { run } = await call(user, { model: 'm', messages });
  if (!('error' in run)) throw new Error('answered');
  expect(run.error.message).toBe('The model refused the request: bad key [id] at [address]');
  expect(run.error.details).toEqual({ param: 'seed' });
});

test('a slow reader slows the upstream down instead of filling memory', async () => {
  let written = 0;
  const line = part(chunk('x'.repeat(16_000)));
  const server = await rawServer((socket) => {
    socket.write(HEADERS);
    const fill = () => {
      while (!socket.destroyed) {
        written += line.length;
        if (!socket.write(line)) return;
      }
    };
    socket.on('drain', fill);
    fill();
  });
  servers.push(server);
  const user = await catalogAt({ baseUrl: server.baseUrl }, [{ name: 'm' }]);
  const { run } = await call(user, { model: 'm', messages, stream: true });
  const reader = (answered(run).body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  // Endless output: unless it is held back, what was written grows for as long as we look.
  let before = -1;
  await expect
    .poll(
      () => {
        const still = written === before;
        before = written;
        return still;
      },
      { interval: 200, timeout: 10_000 },
    )
    .toBe(true);
  expect(written).toBeLessThan(32 << 20);
  await reader.cancel();
  expect((await answered(run).finished).outcome).toBe('client_closed');
});

test('a client that leaves while an answer is read ends the call upstream', async () => {
  const abort = new AbortController();
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const server = await rawServer((socket) => {
    socket.on('close', closed);
    socket.write(json({ choices: [] }).slice(0, -5), () => setTimeout(() => abort.abort(), 100));
  });
  servers.push(server);
  const user = await catalogAt({ baseUrl: server.baseUrl }, [{ name: 'm' }]);
  const { run } = await call(user, { model: 'm', messages }, { signal: abort.signal });
  await gone;
  expect(run).toMatchObject({ outcome: { outcome: 'client_closed', estimated: true } });
});

test.each([
  ['before its headers', ''],
  ['in its body', json({ choices: [] }).slice(0, -5)],
])('what we stop %s was sent: it stays counted, and its prompt is charged', async (_, bytes) => {
  const stopping = new AbortController();
  const server = await rawServer((socket) => {
    socket.write(bytes, () => setTimeout(() => stopping.abort(revoked), 100));
  });
  servers.push(server);
  const revoked = new AppError('invalid_api_key', 'This key was revoked.');
  const user = await catalogAt({ baseUrl: server.baseUrl }, [{ name: 'm' }]);
  const { run } = await call(user, { model: 'm', messages }, { signal: stopping.signal });
  if (!('error' in run)) throw new Error('answered');
  expect(run.error).toBe(revoked);
  expect(run.outcome).toMatchObject({ outcome: 'stopped', estimated: true, tokensOut: 0 });
  expect(run.outcome.tokensIn).toBeGreaterThan(0);
  expect(run.outcome.actual).not.toHaveProperty('requests');
});
