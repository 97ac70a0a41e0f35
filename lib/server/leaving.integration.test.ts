import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { rawServer } from '../gateway/gateway.fixture';
import { closeUpstreams } from '../gateway/upstream';
import type { LimitView } from '../plans/schema';
import { type MeteredLane, openMeteredLane } from '../testing/metered-lane';
import { waitForTheStore } from '../testing/patient';
import { figure, scaled } from '../testing/proof';
import { seedAt, type Tenant, tenantOf } from '../testing/shared-upstream';
import {
  chargedFor,
  EVENTS,
  eventBytes,
  PIECES,
  PLAIN_WIRE,
  REPORTED,
  STREAM_HEAD,
  viewOf,
} from '../testing/wire';

/** A client that leaves, over real sockets: the call upstream ends, what was used is charged once, nothing stays held. */

waitForTheStore();
let upstream: Awaited<ReturnType<typeof rawServer>>;
let lane: MeteredLane;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

/** The upstream's side of each call, by the `user` that its client sent. */
const called = new Map<string, { socket: Socket; closed: Promise<unknown> }>();
let onCall: (user: string, socket: Socket) => void = () => undefined;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  upstream = await rawServer((socket, request) => {
    const { user } = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4));
    called.set(user, { socket, closed: once(socket, 'close') });
    onCall(user, socket);
  });
  await seedAt(upstream.baseUrl, 100_000);
  lane = await openMeteredLane();
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  await lane.close();
  await closeUpstreams();
  await upstream.close();
});

function requestOf({ key, keyId }: Tenant, stream: boolean): { head: string; body: string } {
  const body = JSON.stringify({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'hi' }],
    max_tokens: 300,
    user: keyId,
    stream,
    ...(stream && { stream_options: { include_usage: true } }),
  });
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return { head, body };
}

/** A client on a socket of its own, and what it has read. */
async function connect() {
  const socket = net.connect(lane.port, '127.0.0.1');
  const client = { socket, text: '' };
  socket.on('error', () => undefined);
  socket.setEncoding('utf8').on('data', (text: string) => {
    client.text += text;
  });
  await once(socket, 'connect');
  return client;
}

const upstreamOf = async ({ keyId }: Tenant) => {
  await expect.poll(() => called.has(keyId), { timeout: 20_000 }).toBe(true);
  const call = called.get(keyId);
  if (!call) throw new Error('the upstream was not called');
  return call;
};

const eventsFor = async ({ keyId }: Tenant) => {
  await lane.consumer.drained();
  return db().usageEvent.findMany({ where: { keyId } });
};

async function nothingHeld({ key }: Tenant): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${lane.url}/v1/quota`, { headers });
  const { data } = (await response.json()) as { data: LimitView[] };
  return data.every(
    ({ window, used, reserved }) => reserved === 0 && (window !== 'concurrent' || used === 0),
  );
}

/** The one event of a tenant whose client has left, once it is settled. */
async function settled(tenant: Tenant) {
  await expect.poll(async () => (await eventsFor(tenant)).length, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => nothingHeld(tenant), { timeout: 20_000 }).toBe(true);
  const [event] = await eventsFor(tenant);
  if (!event) throw new Error('no event');
  return event;
}

it.each([
  ['in the request line', (head: string) => head.slice(0, 12)],
  ['in its headers', (head: string) => head.slice(0, 60)],
  ['before its body', (head: string) => head],
  ['in its body', (head: string, body: string) => head + body.slice(0, 40)],
])('a client that leaves %s calls nobody and pays nothing', async (_stage, part) => {
  const tenant = await tenantOf(3);
  const { head, body } = requestOf(tenant, true);
  const { socket } = await connect();
  await new Promise<void>((resolve) => socket.write(part(head, body), () => resolve()));
  socket.destroy();
  await once(socket, 'close');
  // The next request on this key is served after whatever the first one left behind.
  await expect.poll(() => nothingHeld(tenant), { timeout: 20_000 }).toBe(true);
  expect(await eventsFor(tenant)).toEqual([]);
  expect(called.has(tenant.keyId)).toBe(false);
  expect(unhandled).toEqual([]);
});

it.each([
  [true, ''],
  [true, STREAM_HEAD.slice(0, 30)],
  [false, ''],
  [false, PLAIN_WIRE.subarray(0, 120).toString()],
])(
  'a client that leaves before an answer pays for its prompt, and the call ends (stream: %s, upstream sent %j)',
  async (stream, sent) => {
    const tenant = await tenantOf(3);
    const { head, body } = requestOf(tenant, stream);
    const { socket } = await connect();
    socket.write(head + body);
    const call = await upstreamOf(tenant);
    if (sent) await new Promise<void>((resolve) => call.socket.write(sent, () => resolve()));
    socket.destroy();
    await call.closed;
    const event = await settled(tenant);
    expect(event).toMatchObject({ outcome: 'client_closed', estimated: true, tokensOut: 0n, requests: 1n });
    expect(Number(event.tokensIn)).toBeGreaterThan(0);
    expect(Number(event.costMicros)).toBeGreaterThan(0);
    expect(unhandled).toEqual([]);
  },
);

it.each(EVENTS.map((_event, index) => index))(
  'a client that leaves after %i events of a stream pays for what it saw, and the call ends',
  async (count) => {
    const tenant = await tenantOf(3);
    const { head, body } = requestOf(tenant, true);
    const client = await connect();
    client.socket.write(head + body);
    const call = await upstreamOf(tenant);
    call.socket.write(Buffer.concat([Buffer.from(STREAM_HEAD), eventBytes(EVENTS.slice(0, count))]));
    await expect.poll(() => bodyOf(client.text).split('\n\n').length - 1, { timeout: 20_000 }).toBe(count);
    client.socket.destroy();
    await call.closed;
    const event = await settled(tenant);
    const view = viewOf(bodyOf(client.text));
    expect(view).toMatchObject({ pieces: PIECES.slice(0, count), done: false, error: null });
    expect([event.outcome, Number(event.tokensOut), event.estimated]).toEqual([
      'client_closed',
      chargedFor(view),
      !view.usage,
    ]);
    expect(unhandled).toEqual([]);
  },
);

it('a client that leaves with the last byte of its stream has had all of it', async () => {
  const tenant = await tenantOf(3);
  const { head, body } = requestOf(tenant, true);
  const client = await connect();
  client.socket.write(head + body);
  const call = await upstreamOf(tenant);
  call.socket.write(Buffer.concat([Buffer.from(STREAM_HEAD), eventBytes(EVENTS), Buffer.from('0\r\n\r\n')]));
  await expect.poll(() => client.text.includes('[DONE]'), { timeout: 20_000 }).toBe(true);
  client.socket.destroy();
  const event = await settled(tenant);
  expect([event.outcome, Number(event.tokensOut), event.estimated]).toEqual([
    'ok',
    REPORTED.tokensOut,
    false,
  ]);
});

it('clients that leave at any moment: one event each, nothing held, no call left open', {
  timeout: 120_000,
}, async () => {
  const tenants = await Promise.all(Array.from({ length: scaled(40, 400) }, () => tenantOf(3)));
  onCall = (_user, socket) => {
    const parts = [
      Buffer.from(STREAM_HEAD),
      ...EVENTS.map((event) => eventBytes([event])),
      Buffer.from('0\r\n\r\n'),
    ];
    const next = () => {
      const part = parts.shift();
      if (part && !socket.destroyed) socket.write(part, () => setTimeout(next, 5));
    };
    next();
  };
  const left = await Promise.all(
    tenants.map(async (tenant, index) => {
      const { head, body } = requestOf(tenant, true);
      const client = await connect();
      client.socket.write(head + body);
      await new Promise((resolve) => setTimeout(resolve, (index * 7) % 120));
      client.socket.destroy();
      return { tenant, view: viewOf(bodyOf(client.text)) };
    }),
  );
  for (const { tenant, view } of left) {
    await expect.poll(() => nothingHeld(tenant), { timeout: 20_000 }).toBe(true);
    const events = await eventsFor(tenant);
    // What never reached admission has no event; whatever did has one, for no less than what was seen.
    expect(events.length).toBe(called.has(tenant.keyId) || events.length > 0 ? 1 : 0);
    for (const event of events) expect(Number(event.tokensOut)).toBeGreaterThanOrEqual(chargedFor(view));
  }
  await Promise.all([...called.values()].map(({ closed, socket }) => socket.destroyed || closed));
  expect(unhandled).toEqual([]);
  figure(`clients that left at any moment: ${left.length}, events missing or double 0, held 0, unhandled 0`);
});

/** The body of an answer on the wire, its chunks joined. */
function bodyOf(text: string): string {
  const start = text.indexOf('\r\n\r\n');
  if (start < 0) return '';
  return text
    .slice(start + 4)
    .replace(/(^|\r\n)[0-9a-f]+\r\n/g, '')
    .replace(/\r\n$/, '');
}
