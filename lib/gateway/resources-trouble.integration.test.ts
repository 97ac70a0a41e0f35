import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Prepared, Run, RunContext, Work } from '../admission/work';
import { AppError } from '../errors';
import { newId } from '../ids';
import { embeddingsWork } from './embeddings';
import { bodyText, catalogAt, noOrder, rawServer } from './gateway.fixture';
import { imagesWork } from './images';
import { catalogModels } from './models';
import { speechWork } from './speech';
import { transcriptionsWork } from './transcriptions';
import { callsInFlight, closeUpstreams } from './upstream';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await closeUpstreams();
});

const MODELS = [
  { name: 'e', resource: 'embeddings' },
  { name: 'i', resource: 'images', meter: 'images' },
  { name: 's', resource: 'speech', meter: 'characters' },
  { name: 't', resource: 'transcriptions', meter: 'seconds' },
];

/** A principal whose models are at a server that does this to each request. */
async function serving(respond: (socket: Socket) => void, timeouts: Record<string, number> = {}) {
  const server = await rawServer(respond);
  servers.push(server);
  return catalogAt({ baseUrl: server.baseUrl, ...timeouts }, MODELS);
}

const form = (format = 'json') => {
  const data = new FormData();
  data.set('model', 't');
  data.set('response_format', format);
  data.set('file', new File(['no sound'], 'a.wav'));
  return data;
};
const json = (body: object) => JSON.stringify(body);

/** Each resource: its work, a request to it, and an answer that is none of its own. */
const RESOURCES = {
  embeddings: [embeddingsWork, () => json({ model: 'e', input: 'hi' }), '{"object":"list","data":[]}'],
  images: [imagesWork, () => json({ model: 'i', prompt: 'hi' }), '{"created":1,"data":[]}'],
  speech: [speechWork, () => json({ model: 's', voice: 'v', input: 'hi', stream_format: 'sse' }), '{}'],
  sound: [speechWork, () => json({ model: 's', voice: 'v', input: 'hi' }), '{"error":"quota"}'],
  transcriptions: [transcriptionsWork, () => form(), '{"usage":{"type":"duration","seconds":1}}'],
  'written transcript': [transcriptionsWork, () => form('vtt'), '<html>'],
} as const;
type Resource = keyof typeof RESOURCES;
/** Text of any kind may be a written transcript. */
const NAMES = (Object.keys(RESOURCES) as Resource[]).filter((name) => name !== 'written transcript');

async function prepare(resource: Resource, user: RunContext['principal']): Promise<Prepared> {
  const [work, body] = RESOURCES[resource] as unknown as [Work<unknown>, () => BodyInit];
  const request = new Request('http://127.0.0.1/v1/x', { method: 'POST', body: body() });
  return work.prepare(await work.read(request), user);
}

/** As admission runs it. */
async function run(resource: Resource, user: RunContext['principal'], signal?: AbortSignal): Promise<Run> {
  const prepared = await prepare(resource, user);
  return prepared.run({
    requestId: newId(),
    principal: user,
    granted: null,
    signal: signal ?? new AbortController().signal,
    settled: Promise.resolve(),
    running: {
      grow: async (toUnits) => ({ granted: toUnits }),
      isCurrent: () => true,
      follow: () => undefined,
    },
    orderOf: noOrder,
  });
}

const answer = (text: string, type = 'application/json') =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;

async function inFlight(user: RunContext['principal']): Promise<number> {
  const [model] = await catalogModels(user);
  if (!model) throw new Error('no model');
  return callsInFlight(model.upstream);
}

describe.each(NAMES)('%s', (resource) => {
  const wrong = RESOURCES[resource][2];
  test.each([
    ['hangs up before its headers', ''],
    ['hangs up in its headers', 'HTTP/1.1 200 OK\r\ncontent-ty'],
    ['is no HTTP', 'hello\r\n\r\n'],
    ['answers something else', answer(wrong)],
    ['answers a list', answer('[]')],
    ['answers no JSON', answer('<html>')],
    ['answers nothing', answer('')],
    ['redirects', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'],
    ['refuses our key', 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n'],
  ])('an upstream that %s is a 502 and costs the request alone', async (_, bytes) => {
    const user = await serving((socket) => socket.end(bytes));
    const done = await run(resource, user);
    if (!('error' in done)) throw new Error(`answered ${await bodyText(done)}`);
    expect(done.error).toMatchObject({ code: 'upstream_error', status: 502 });
    expect(done.outcome).toMatchObject({ outcome: 'upstream_error', actual: { tokens: 0, cost: 0 } });
    expect(done.outcome.actual).not.toHaveProperty('requests');
    await expect.poll(() => inFlight(user)).toBe(0);
  });

  test('where nothing could be sent, the request is refunded too', async () => {
    const gone = await rawServer(() => undefined);
    await gone.close();
    const user = await catalogAt({ baseUrl: gone.baseUrl }, MODELS);
    const done = await run(resource, user);
    expect(done).toMatchObject({
      error: { code: 'upstream_error' },
      outcome: { outcome: 'void', actual: { requests: 0, tokens: 0, cost: 0 } },
    });
  });

  test('an upstream that does not begin to answer is a 504', async () => {
    const user = await serving(() => undefined, { firstByteTimeoutMs: 300 });
    expect(await run(resource, user)).toMatchObject({
      error: { code: 'upstream_timeout', status: 504 },
      outcome: { outcome: 'upstream_error', actual: { cost: 0 } },
    });
  });

  test.each([
    ['a client that leaves before the answer ends the call', new Error('gone'), 'client_closed'],
    ['a call that we stop ends', new AppError('invalid_api_key', 'This key was revoked.'), 'stopped'],
  ])('%s, and is charged what was likely done', async (_, reason, outcome) => {
    const leaving = new AbortController();
    const user = await serving(() => leaving.abort(reason));
    const done = await run(resource, user, leaving.signal);
    expect(done).toMatchObject({ outcome: { outcome, estimated: true } });
    const { actual } = 'error' in done ? done.outcome : await done.finished;
    expect(actual.cost).toBeGreaterThan(0);
    await expect.poll(() => inFlight(user)).toBe(0);
  });

  test('a client that has left already asks for nothing', async () => {
    let asked = 0;
    const user = await serving(() => {
      asked += 1;
    });
    const done = await run(resource, user, AbortSignal.abort(new Error('gone')));
    expect(done).toMatchObject({ outcome: { outcome: 'void', actual: { requests: 0, cost: 0 } } });
    expect(asked).toBe(0);
  });
});

test.each([
  ['sound', "a proxy's page", answer('<html>', 'text/html; charset=utf-8')],
  ['sound', 'no content', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['written transcript', "a proxy's page", answer('<html>', 'text/html')],
] as const)('%s does not come as %s', async (resource, _, bytes) => {
  const user = await serving((socket) => socket.end(bytes));
  const done = await run(resource, user);
  expect(done).toMatchObject({ error: { status: 502 }, outcome: { actual: { cost: 0 } } });
});

test.each(['sound', 'written transcript'] as const)(
  'a page sent as %s is not read to its end',
  async (resource) => {
    const page = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n';
    const user = await serving((socket) => socket.write(page + ' '.repeat(1 << 20)));
    expect(await run(resource, user)).toMatchObject({ error: { status: 502 } });
    await expect.poll(() => inFlight(user)).toBe(0);
  },
);

test('an answer larger than any that is asked for is ended, and refunded', async () => {
  const user = await serving((socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
    const megabyte = Buffer.alloc(1 << 20, 0x20);
    const more = () => {
      while (!socket.destroyed && socket.write(megabyte));
    };
    socket.on('drain', more);
    more();
  });
  expect(await run('transcriptions', user)).toMatchObject({
    error: { code: 'upstream_error', message: expect.stringContaining('too large') },
    outcome: { actual: { cost: 0 } },
  });
  await expect.poll(() => inFlight(user)).toBe(0);
});
