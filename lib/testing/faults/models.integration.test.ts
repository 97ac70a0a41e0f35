import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../../db/client';
import { createModel } from '../../models/create-model';
import type { ManagedModelView, UpdateModelInput } from '../../models/schema';
import { updateModel } from '../../models/update-model';
import { figure, scaled } from '../proof';
import { makeUser, type TestUser } from '../tenants';
import { settle } from './books';
import { makeKeys, openRig, type Rig } from './rig';

/** Models edited by an admin of one process while others serve them: in force everywhere once that is answered. */

const ROUNDS = scaled(4, 60);
const WORKERS = 6;

let rig: Rig;
let admin: TestUser;
let key: string;
let model: ManagedModelView;

interface Seen {
  id: string | null;
  startedMs: number;
  status: number;
}
const seen: Seen[] = [];
let stopped = false;
let running: Promise<unknown>;

beforeAll(async () => {
  rig = await openRig({ instances: 2 });
  admin = await makeUser({ platformAdmin: true });
  const { keys } = await makeKeys(rig, 1, 'enterprise');
  key = keys[0]?.key ?? '';
  const { upstreamId } = await db().model.findFirstOrThrow({ where: { name: 'plain-0' } });
  model = await createModel(admin.actor, {
    catalog: 'headroom',
    name: 'changing',
    resource: 'chat',
    upstream_id: upstreamId,
    input_price: 1_000,
    output_price: 1_000,
    context_tokens: 1_000,
    max_output_tokens: 10,
  });
  running = Promise.all(Array.from({ length: WORKERS }, (_, i) => work(i)));
}, 240_000);
afterAll(async () => {
  stopped = true;
  await running;
  await rig?.close();
}, 60_000);

/** Calls one instance again and again. */
async function work(index: number): Promise<void> {
  const { instance } = rig.members[index % rig.members.length] ?? {};
  while (!stopped) {
    const startedMs = performance.now();
    const response = await fetch(`http://127.0.0.1:${instance?.port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'changing', messages: [{ role: 'user', content: 'hi' }], max_tokens: 2 }),
    });
    await response.arrayBuffer();
    seen.push({ id: response.headers.get('x-request-id'), startedMs, status: response.status });
  }
}

/** Makes a change under load. @returns what was asked after it was answered, twice by each worker */
async function callsAfter(change: UpdateModelInput): Promise<Seen[]> {
  await updateModel(admin.actor, model.id, change);
  const answeredMs = performance.now();
  const later = () => seen.filter(({ startedMs }) => startedMs > answeredMs);
  await expect.poll(() => later().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2 * WORKERS);
  return later();
}

it('a model that was disabled is called by no instance, and one that was enabled is refused by none', async () => {
  let calls = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [enabled, former] of [
      [false, 200],
      [true, 404],
    ] as const) {
      const later = await callsAfter({ enabled });
      calls += later.length;
      expect(later.filter(({ status }) => status === former)).toEqual([]);
    }
  }
  figure(
    `models: ${2 * ROUNDS} switches under load on 2 instances, ${calls} calls made after, by the former state: 0`,
  );
}, 240_000);

it('once a price is changed, no call is charged by the former one', async () => {
  const changed: { version: number; calls: Seen[] }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const calls = await callsAfter({ output_price: 1_000 + round });
    changed.push({ version: round + 1, calls });
  }
  stopped = true;
  await running;
  await settle();
  for (const { version, calls } of changed) {
    const ids = calls.flatMap(({ id, status }) => (status === 200 && id ? [id] : []));
    const former = await db().usageEvent.count({ where: { id: { in: ids }, priceVersion: { lt: version } } });
    expect([version, former, await db().usageEvent.count({ where: { id: { in: ids } } })]).toEqual([
      version,
      0,
      ids.length,
    ]);
    expect(ids.length).toBeGreaterThan(0);
  }
  figure(`prices: ${ROUNDS} changes under load on 2 instances, calls charged by a former price: 0`);
}, 240_000);
