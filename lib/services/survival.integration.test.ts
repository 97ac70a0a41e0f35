import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import type { LimitView } from '../plans/schema';
import { quotaBy, settle as untilSettled } from '../testing/faults/books';
import { type Member, makeKeys, openRig, type Rig } from '../testing/faults/rig';
import { makeKey } from '../testing/gateway';
import { tokenOf } from '../testing/manage-call';
import { figure } from '../testing/proof';
import { makeWorkspace } from '../testing/tenants';
import type { SettleView, VerifyView } from './schema';

/** Reservations in another service's hands, while instances and the store's memory go. Two instances. */

let rig: Rig;
let token: string;
beforeAll(async () => {
  // A machine that is busy with other tests is not a store that is away.
  rig = await openRig({ instances: 2, env: { STORE_DEADLINE_MS: '1000' } });
  token = await tokenOf(rig.owner);
}, 120_000);
afterAll(() => rig?.close(), 60_000);

const COUNT = 20;
const HELD = 100;

async function post<T>(
  { instance }: Member,
  path: string,
  body: object,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`http://127.0.0.1:${instance.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const costOf = (limits: LimitView[]): LimitView | undefined => limits.find(({ metric }) => metric === 'cost');

async function until(what: string, isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const endsAt = performance.now() + withinMs; !(await isSo()); await sleep(100)) {
    if (performance.now() > endsAt) throw new Error(`not in time: ${what}`);
  }
}

it('RPM 50 lets exactly 50 of 120 verifications pass, through two instances at once', async () => {
  const { key: make } = await makeKeys(rig, 0);
  const { key } = await make({ rpm: 50 });
  const asked = Array.from({ length: 120 }, (_, i) =>
    post<VerifyView>(rig.members[i % 2] as Member, '/v1/keys/verify', {
      key,
      resource: 'search',
      lease_seconds: 1,
    }),
  );
  const answers = await Promise.all(asked);
  expect(answers.filter(({ body }) => body.valid)).toHaveLength(50);
  expect(answers.filter(({ body }) => body.code === 'rate_limit_exceeded')).toHaveLength(70);
});

it('what is reserved outlives the instance that decided it and the store’s memory; another one settles it exactly', async () => {
  const [first, second] = rig.members as [Member, Member];
  const { key: make } = await makeKeys(rig, 0);
  const { id: keyId, key } = await make({ budgetMicros: COUNT * HELD });
  const open: string[] = [];
  for (let i = 0; i < COUNT; i++) {
    const { body } = await post<VerifyView>(first, '/v1/keys/verify', {
      key,
      resource: 'search',
      amounts: { cost: HELD },
      lease_seconds: 600,
    });
    expect(body.valid).toBe(true);
    open.push(body.reservation_id ?? '');
  }
  first.instance.kill();
  expect(costOf(await quotaBy(second, key))).toMatchObject({ used: 0, reserved: COUNT * HELD });

  const redis = new Redis(rig.redis.url());
  await redis.flushall();
  redis.disconnect();
  const lostMs = performance.now();
  await until('what was reserved is back', async () => {
    return costOf(await quotaBy(second, key))?.reserved === COUNT * HELD;
  });
  figure(
    `flushed: ${COUNT} reservations of a killed instance back after ${Math.round(performance.now() - lostMs)} ms`,
  );
  // Nothing is admitted by budget before everybody who may live has said what it holds.
  const another = () =>
    post<VerifyView>(second, '/v1/keys/verify', { key, resource: 'search', amounts: { cost: 1 } });
  await until('budgets are open again', async () => (await another()).status !== 503);
  expect((await another()).body).toMatchObject({ valid: false, code: 'budget_reserved' });

  const settles = await Promise.all(
    open.map((id, i) =>
      post<SettleView>(second, '/v1/keys/settle', { reservation_id: id, amounts: { cost: i } }),
    ),
  );
  expect(settles.map(({ status, body }) => [status, body.charged.cost])).toEqual(
    open.map((_, i) => [200, i]),
  );
  const spent = (COUNT * (COUNT - 1)) / 2;
  expect(await untilSettled()).toMatchObject({ open: 0, orders: 0 });
  expect(costOf(await quotaBy(second, key))).toMatchObject({ used: spent, reserved: 0 });
  const events = await db().usageEvent.findMany({ where: { keyId } });
  expect(events.map(({ id }) => id).sort()).toEqual([...open].sort());
  expect(events.reduce((sum, { costMicros }) => sum + Number(costMicros), 0)).toBe(spent);
}, 120_000);

it('one that was admitted while the store was away is settled exactly once that is back', async () => {
  const second = rig.members[1] as Member;
  const workspace = await makeWorkspace(rig.owner, 'priority', 'free');
  const { id: keyId, key } = await makeKey(workspace, rig.owner.id);
  const verify = () =>
    post<VerifyView>(second, '/v1/keys/verify', { key, resource: 'search', amounts: { tokens: 50 } });
  const before = await verify();
  await post(second, '/v1/keys/settle', { reservation_id: before.body.reservation_id });
  second.store.cut();
  const { body } = await verify();
  expect(body).toMatchObject({ valid: true, decision: { allowed: true } });
  expect(body.answer.headers['x-headroom-source']).toBe('local');
  const ended = await post<SettleView>(second, '/v1/keys/settle', {
    reservation_id: body.reservation_id,
    amounts: { tokens: 20 },
  });
  expect(ended.body.charged).toMatchObject({ requests: 1, tokens: 20 });
  second.store.mend();
  expect(await untilSettled()).toMatchObject({ open: 0, orders: 0 });
  const events = await db().usageEvent.findMany({ where: { keyId }, orderBy: { id: 'asc' } });
  expect(events).toMatchObject([
    { id: before.body.reservation_id, tokensMetered: 50n },
    { id: body.reservation_id, tokensMetered: 20n, outcome: 'ok' },
  ]);
  const day = (await quotaBy(second, key)).find(({ window }) => window.startsWith('day'));
  expect(day).toMatchObject({ used: 2 });
}, 120_000);
