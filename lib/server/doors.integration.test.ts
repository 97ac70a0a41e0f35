import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { buildIfNeeded } from '../demo/build-app.mjs';
import { type Answered, ask, type Door, openDoor } from '../testing/doors';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { sendRaw } from '../testing/raw';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { type Caller, DOOR_CASES, type DoorCase } from './doors.cases';
import { PATH_CASES } from './doors-paths.cases';
import { SERVICE_CASES } from './doors-services.cases';
import { UPLOAD_CASES } from './doors-uploads.cases';
import { RESOURCE_CASES } from './resources.cases';

/** The same requests through the fast lane and through Next alone, over the same stores. */

let upstream: Awaited<ReturnType<typeof gatewayForTests>>;
let doors: { lane: Door; next: Door };

beforeAll(async () => {
  await buildIfNeeded();
  upstream = await gatewayForTests();
  const [lane, next] = await Promise.all([openDoor('lane', {}), openDoor('next', {})]);
  doors = { lane, next };
}, 600_000);

afterAll(async () => {
  await Promise.all([doors?.lane.stop(), doors?.next.stop()]);
  await upstream?.close();
});

/** A key of its own workspace, so that its twin at the other door starts from the same counters. */
async function keyFor({ catalog, plan, suspended, expired, ...row }: Caller): Promise<string> {
  const owner = await makeUser();
  const first = await db().plan.findFirstOrThrow({
    where: { catalogId: catalog, ...(plan ? { slug: plan } : { apiAccess: true }) },
    orderBy: { rank: 'asc' },
  });
  const workspace = await makeWorkspace(owner, catalog, first.slug);
  if (suspended)
    await db().workspace.update({ where: { id: workspace.id }, data: { suspendedAt: new Date() } });
  const expiresAt = expired ? { expiresAt: new Date(Date.now() - 1000) } : {};
  return (await makeKey(workspace, owner.id, { ...row, ...expiresAt })).key;
}

function keyHeaders(key: string | null, by: DoorCase['by'] = 'bearer'): Record<string, string> {
  if (key === null) return {};
  return {
    ...(by !== 'x-api-key' && { authorization: `Bearer ${key}` }),
    ...(by !== 'bearer' && { 'x-api-key': key }),
  };
}

async function through(door: Door, { caller, by, asks }: DoorCase): Promise<Answered[]> {
  const key = caller ? await keyFor(caller) : null;
  const answers: Answered[] = [];
  for (const question of asks) {
    const headers = { ...keyHeaders(key, by), ...question.headers };
    answers.push(comparable(await ask(door.port, { ...question, headers })));
  }
  return answers;
}

/** Of the connection or of the door itself, and never of the product: `npm start` adds its own to all it serves. */
const OF_THE_DOOR = [
  'connection',
  'content-length',
  'content-security-policy',
  'cross-origin-opener-policy',
  'date',
  'keep-alive',
  'permissions-policy',
  'referrer-policy',
  'transfer-encoding',
  'vary',
  'x-content-type-options',
  'x-frame-options',
];
/** Fields that tell the time of the request, not what was decided. */
const CLOCKS = /^(x-ratelimit-reset.*|retry-after.*|last-modified|upload-expires)$/;

function comparable({ status, headers, body }: Answered): Answered {
  const kept = Object.entries(headers)
    .filter(([name]) => !OF_THE_DOOR.includes(name))
    .map(([name, value]) => [name, CLOCKS.test(name) ? '<time>' : withoutMoments(value)]);
  return { status, headers: Object.fromEntries(kept), body: withoutMoments(body) };
}

/** Ids and instants differ from request to request; everything else has to be the same. */
const withoutMoments = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/chatcmpl-[\w-]+/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replace(/"(created|reset|retry_after|retry_after_ms)":\s?\d+/g, '"$1":<time>')
    .replace(/;t=\d+/g, ';t=<time>')
    .replace(/\d+ seconds?\b/g, '<time>');

it('who offers another protocol is answered in this one, also after Next has served a page', async () => {
  const { port } = doors.lane;
  expect((await ask(port, { path: '/docs' })).status).toBe(200);
  for (const offer of ['h2c', 'websocket']) {
    const head = `Host: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: ${offer}\r\n\r\n`;
    expect((await sendRaw(port, `GET /v1/models HTTP/1.1\r\n${head}`)).statuses).toEqual([401]);
    expect((await sendRaw(port, `GET /api/health HTTP/1.1\r\n${head}`)).statuses).toEqual([200]);
  }
});

it.each(
  [...DOOR_CASES, ...PATH_CASES, ...SERVICE_CASES, ...RESOURCE_CASES, ...UPLOAD_CASES].map(
    (doorCase) => [doorCase.name, doorCase] as const,
  ),
)('both doors agree on %s', async (_name, doorCase) => {
  const [lane, next] = await Promise.all([through(doors.lane, doorCase), through(doors.next, doorCase)]);
  expect(lane).toEqual(next);
  if (doorCase.statuses.length > 0) expect(lane.map(({ status }) => status)).toEqual(doorCase.statuses);
});

it('a presigned upload goes through both doors alike: asked for, sent without a key, completed, read', async () => {
  const through = async ({ port }: Door) => {
    const key = keyHeaders(await keyFor({ catalog: 'aionvision' }));
    const json = { ...key, 'content-type': 'application/json' };
    const post = (path: string, body: object) =>
      ask(port, { method: 'POST', path, headers: json, body: JSON.stringify(body) });
    const asked = await post('/upload/presign', { bytes: 9, filename: 'a.txt' });
    const { id, upload_url } = (JSON.parse(asked.body) as { data: { id: string; upload_url: string } }).data;
    const put = { method: 'PUT', path: new URL(upload_url).pathname, body: 'some text' };
    const sent = await ask(port, put);
    const again = await ask(port, put);
    const completed = await post(`/upload/${id}/complete`, {});
    const read = await ask(port, { path: `/v1/files/${id}`, headers: key });
    return [sent, again, completed, read].map(comparable);
  };
  const [lane, next] = await Promise.all([through(doors.lane), through(doors.next)]);
  expect(lane).toEqual(next);
  expect(lane.map(({ status }) => status)).toEqual([200, 409, 200, 200]);
  expect(lane.at(-1)?.body).toBe('some text');
});
