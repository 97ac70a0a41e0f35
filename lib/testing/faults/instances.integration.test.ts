import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { makeKey } from '../gateway';
import { tokenOf } from '../manage-call';
import { figure, scaled } from '../proof';
import { makeWorkspace } from '../tenants';
import { audit, differences, figures, NOTHING_WRONG, quotaBy, settle } from './books';
import { type Answer, call, startLoad, wallMs } from './load';
import { type Member, makeKeys, openRig, type Rig } from './rig';

/** Three instances on one store: the second one's clock is an hour ahead, the third one's an hour behind. */

const HOUR_MS = 3_600_000;
const CLOCKS_MS = [0, HOUR_MS, -HOUR_MS];
const REVOKE_ROUNDS = scaled(3, 50);
const LOST = scaled(40, 1000);

let rig: Rig;
const all: Answer[] = [];
beforeAll(async () => {
  rig = await openRig({ instances: 3, clocksMs: CLOCKS_MS });
}, 240_000);
afterAll(() => rig?.close(), 60_000);

let charged: Awaited<ReturnType<typeof makeKeys>>;

it('answers of the store that get lost charge nobody twice', async () => {
  charged = await makeKeys(rig, 3);
  let lost = 0;
  const count = () => {
    lost += 1;
  };
  const ends = rig.members.flatMap(({ store }) => [
    store.lose(/\bdecide\b/, 30, count),
    store.lose(/\bsettle\b/, 10, count),
  ]);
  const load = startLoad(rig, charged.keys, { workers: 12, pauseMs: 20 });
  while (lost < LOST) await sleep(20);
  for (const end of ends) end();
  const answers = await load.stop();
  all.push(...answers);
  const admitted = answers.filter(({ status }) => status === 200);
  figure(`${lost} answers of the store lost: ${answers.length} calls, ${admitted.length} admitted`);
  // Each of them whole: a lost answer to a settle is no reason to keep a client's answer back.
  expect(admitted.filter(({ whole }) => !whole)).toEqual([]);
}, 300_000);

/** Zones in which a clock that is an hour ahead or behind is in another day. */
async function zonesAtMidnight(): Promise<[before: string, after: string]> {
  // Not across a full hour: the day of these zones would change under way.
  if (HOUR_MS - (Date.now() % HOUR_MS) < 40_000) await sleep(HOUR_MS - (Date.now() % HOUR_MS));
  const hour = new Date().getUTCHours();
  const zone = (localHour: number) => {
    const east = localHour - hour;
    const offset = east > 12 ? east - 24 : east < -12 ? east + 24 : east;
    return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
  };
  return [zone(23), zone(0)];
}

it('clocks an hour off change no decision: the same calls get the same answers on each instance', async () => {
  const zones = await zonesAtMidnight();
  const told: Awaited<ReturnType<typeof scheduleOn>>[] = [];
  for (const member of rig.members) {
    let answers = await scheduleOn(member, zones);
    // An instance that this machine held up beyond the deadline decides by itself: that is another promise.
    for (let i = 0; i < 10 && !answers.byStore; i++) answers = await scheduleOn(member, zones);
    told.push(answers);
  }
  const statuses = told[0]?.answers.map(([status]) => status) ?? [];
  const differing = told.filter((each) => JSON.stringify(each) !== JSON.stringify(told[0])).length;
  figure(
    `clocks 0, +1 h, −1 h: ${statuses.length} calls each, ${statuses.filter((s) => s === 200).length} admitted, ` +
      `${statuses.filter((s) => s === 429).length} refused; instances that differ: ${differing}`,
  );
  expect(statuses).toEqual([...Array(15).fill(200), ...Array(5).fill(429), ...Array(10).fill(200), 429, 429]);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
}, 240_000);

/** Calls up to a daily limit of 15, then up to 10 a minute; and what the quota says afterwards. */
async function scheduleOn(member: Member, zones: string[]) {
  const workspace = await makeWorkspace(rig.owner, 'headroom', 'business');
  const rules = zones.map((zone, i) => ({ window: `day ${zone}`, capacity: BigInt(15 + i) }));
  const about = { workspaceId: workspace.id, scope: 'key', metric: 'requests' };
  await db().limitOverride.createMany({ data: rules.map((rule) => ({ id: newId(), ...about, ...rule })) });
  const daily = await makeKey(workspace, rig.owner.id);
  const minute = await makeKey(workspace, rig.owner.id, { rpm: 10 });
  const answers = [];
  let byStore = true;
  for (const [key, calls] of [
    [daily.key, 20],
    [minute.key, 12],
  ] as const) {
    for (let i = 0; i < calls; i++) {
      const answer = await call(member, key);
      all.push(answer);
      byStore &&= answer.source === 'redis';
      const named = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-should-retry'];
      answers.push([answer.status, answer.code, ...named.map((name) => answer.headers?.get(name) ?? null)]);
    }
  }
  const limits = await quotaBy(member, daily.key);
  const days = limits.filter(({ window }) => window.startsWith('day'));
  return {
    byStore,
    answers,
    days: days.map(({ window, used, remaining, reset_at }) => [window, used, remaining, reset_at]),
  };
}

it(`a key that was revoked is admitted by no instance once that is answered, ${REVOKE_ROUNDS} rounds`, async () => {
  const token = await tokenOf(rig.owner);
  const { workspace } = await makeKeys(rig, 0);
  let [before, after, late] = [0, 0, 0];
  for (let round = 0; round < REVOKE_ROUNDS; round++) {
    const { id, key } = await makeKey(workspace, rig.owner.id);
    const load = startLoad(rig, [{ key }], { workers: 9, pauseMs: 0, streamEvery: 0 });
    await untilAdmittedBy(load.answers, 9);
    const revoking = rig.members[round % rig.members.length];
    const response = await fetch(`http://127.0.0.1:${revoking?.instance.port}/api/manage/keys/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    const answeredMs = wallMs();
    expect([response.status, await response.json()]).toMatchObject([200, { id }]);
    const known = load.answers.length;
    while (load.answers.length < known + 27) await sleep(5);
    const answers = await load.stop();
    all.push(...answers);
    before += answers.filter((answer) => answer.startedAtMs <= answeredMs && answer.status === 200).length;
    const later = answers.filter((answer) => answer.startedAtMs > answeredMs);
    after += later.length;
    late += later.filter(({ status }) => status === 200).length;
  }
  figure(
    `${REVOKE_ROUNDS} keys revoked under load on 3 instances: ${before} calls admitted before, ${after} made after ` +
      `the revocation was answered, admitted of these: ${late}`,
  );
  expect(after).toBeGreaterThan(REVOKE_ROUNDS * 9);
  expect(late).toBe(0);
}, 300_000);

async function untilAdmittedBy(answers: readonly Answer[], count: number): Promise<void> {
  while (answers.filter(({ status }) => status === 200).length < count) await sleep(5);
}

it('afterwards the ledger holds each call that the upstream saw, once, at its amount and instant', async () => {
  const settled = await settle();
  const books = await audit(rig, all);
  const instants = await db().usageEvent.aggregate({
    _min: { admittedAt: true },
    _max: { admittedAt: true },
  });
  figure(`lost answers, clocks, revocations: ${figures(books, settled)}`);
  expect({ ...books, ...settled }).toMatchObject({ ...NOTHING_WRONG, open: 0, orders: 0 });
  expect(await differences(rig, charged.keys)).toEqual([]);
  expect(instants._min.admittedAt?.getTime()).toBeGreaterThan(performance.timeOrigin);
  expect(instants._max.admittedAt?.getTime()).toBeLessThan(Date.now());
}, 240_000);
