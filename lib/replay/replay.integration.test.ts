import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '../db/client';
import { env } from '../env';
import { newId } from '../ids';
import { createKey } from '../keys/create-key';
import type { Claim } from '../limits/decision';
import { Reference } from '../limits/reference';
import type { LimitInput } from '../plans/schema';
import { store } from '../redis/store';
import { addEvents, ledgerEvent } from '../testing/ledger-events';
import { makeMember, makeUser, makeWorkspace, seedForTests, type TestUser } from '../testing/tenants';
import { ingest } from '../usage/ingest';
import { createPlan } from '../workspaces/plans/create-plan';
import type { PlanLimitInput } from '../workspaces/plans/schema';
import { replayPlan } from './replay-plan';
import { callersOf, workspacesOn } from './scenario';
import type { ReplayView } from './schema';

const MINUTE = 60_000;
let admin: TestUser;
let owner: TestUser;
let planId: string;
let workspaceId: string;

const limit = (given: Partial<PlanLimitInput>): PlanLimitInput => ({
  metric: 'requests',
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: null,
  ceiling: null,
  custom: false,
  ...given,
});
const perMinute = (n: number) => limit({ limit: n });
const replay = (body: object): Promise<ReplayView> =>
  replayPlan(admin.actor, planId, body, new AbortController().signal);

beforeAll(async () => {
  await seedForTests();
  admin = await makeUser({ platformAdmin: true });
});
/** A plan of its own for each test, with one workspace on it. */
beforeEach(async () => {
  const slug = `p${newId().slice(-8)}`;
  ({ id: planId } = await createPlan(admin.actor, 'headroom', {
    slug,
    name: slug,
    limits: [perMinute(1000)],
  }));
  owner = await makeUser();
  ({ id: workspaceId } = await makeWorkspace(owner, 'headroom', slug));
});

const key = async (body: object = {}) =>
  (await createKey(owner.actor, workspaceId, { name: 'Nightly', ...body })).facts.id;
/** Requests that ran an hour ago, `spacingMs` apart, a second each. */
const ran = (keyId: string | null, count: number, given: { spacingMs?: number; tokens?: number } = {}) => {
  const { spacingMs = 1000, tokens = 10 } = given;
  const startMs = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE;
  return Array.from({ length: count }, (_, i) =>
    ledgerEvent({
      workspaceId,
      keyId,
      userId: owner.id,
      admittedAtMs: startMs + i * spacingMs,
      settledAtMs: startMs + i * spacingMs + 1000,
      tokensMetered: tokens,
    }),
  );
};

describe('a replay', () => {
  it('refuses the eleventh request of a minute under ten a minute, and says whose and by which limit', async () => {
    const keyId = await key();
    await ingest(ran(keyId, 25));
    const view = await replay({ limits: [perMinute(10)] });
    expect(view).toMatchObject({
      whole: true,
      requests: 25,
      refused: 15,
      refused_now: 0,
      refused_then: 0,
      workspaces: 1,
      limits: [
        {
          id: 'key:requests/*/rolling 60000',
          code: 'rate_limit_exceeded',
          limit: { metric: 'requests', scope: 'key', window: 'rolling 60000', capacity: 10, set_by: 'plan' },
          refused: 15,
        },
      ],
      callers: [
        {
          workspace: { id: workspaceId, name: 'Acme' },
          key: { id: keyId, name: 'Nightly' },
          requests: 25,
          refused: 15,
          refused_now: 0,
        },
      ],
      more_callers: 0,
    });
    expect(view.hours.reduce((sum, hour) => sum + hour.refused, 0)).toBe(15);
    expect(view.hours.reduce((sum, hour) => sum + hour.requests, 0)).toBe(25);
    expect((await replay({ limits: [perMinute(25)] })).refused).toBe(0);
    expect((await replay({ limits: [perMinute(24)] })).refused).toBe(1);
  });

  it('counts what was used before the day, and what is still on its way to the ledger', async () => {
    const keyId = await key();
    const old = ledgerEvent({
      workspaceId,
      keyId,
      userId: owner.id,
      requests: 95,
      admittedAtMs: Date.now() - 40 * 60 * MINUTE,
      settledAtMs: Date.now() - 40 * 60 * MINUTE,
    });
    await ingest([old]);
    await addEvents(ran(keyId, 10));
    const lifetime = limit({ scope: 'workspace', window: 'lifetime', limit: 100 });
    expect(await replay({ limits: [lifetime] })).toMatchObject({
      requests: 10,
      refused: 5,
      limits: [{ code: 'quota_exceeded', refused: 5 }],
    });
  });

  it('holds every layer: a key’s own number, a custom limit, a pinned tier, a member’s sessions', async () => {
    const slow = await key({ name: 'slow', rpm: 3 });
    const plain = await key({ name: 'plain' });
    const member = await makeMember(workspaceId, 'developer');
    const sessions = ran(null, 8).map((event) => ({ ...event, userId: member.id }));
    await ingest([...ran(slow, 5), ...ran(plain, 5, { tokens: 50 }), ...sessions]);
    const own: LimitInput = {
      metric: 'tokens',
      resource: '',
      scope: 'key',
      window: 'day UTC',
      capacity: 100,
    };
    await db().limitOverride.create({ data: { id: newId(), workspaceId, ...own } });
    const view = await replay({ limits: [perMinute(4)] });
    // The key’s three a minute; the custom hundred tokens; sessions know no limit of a minute.
    const by = Object.fromEntries(
      view.callers.map((c) => [c.key?.name ?? 'session', c.limits.map((l) => [l.limit?.set_by, l.refused])]),
    );
    expect(by).toEqual({ slow: [['key', 2]], plain: [['workspace', 3]] });
    expect(view.refused_now).toBe(2 + 3);
  });

  it('refuses every key, and no session, under a plan without keys', async () => {
    await ingest([...ran(await key(), 6), ...ran(null, 4)]);
    expect(await replay({ api_access: false })).toMatchObject({
      requests: 10,
      refused: 6,
      limits: [{ id: 'api_access_not_in_plan', limit: null, refused: 6 }],
    });
  });

  it('decides each request as the reference does: rates, tokens, concurrency, days', async () => {
    const keys = [await key({ name: 'a' }), await key({ name: 'b', rpm: 4 }), null];
    const startMs = Date.now() - 5 * 60 * MINUTE;
    let [atMs, seed] = [startMs, 42];
    const random = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % n;
    };
    const events = Array.from({ length: 600 }, (_, i) => {
      atMs += random(6000);
      return ledgerEvent({
        workspaceId,
        keyId: keys[i % 3] ?? null,
        userId: owner.id,
        admittedAtMs: atMs,
        settledAtMs: atMs + random(40_000),
        tokensMetered: random(500),
        costMicros: random(90),
      });
    });
    await ingest(events);
    const limits = [
      perMinute(7),
      limit({ metric: 'tokens', window: 'rolling 600000', limit: 9000 }),
      limit({ window: 'concurrent', scope: 'workspace', limit: 8 }),
      limit({ metric: 'tokens', scope: 'workspace', window: 'rolling 3600000', limit: 66_000 }),
      limit({ window: 'rolling 7200000', scope: 'user', limit: 350 }),
    ];
    const view = await replay({ limits });

    const [workspace] = await workspacesOn(planId);
    if (!workspace) throw new Error('no workspace');
    const plan = await db().plan.findUniqueOrThrow({ where: { id: planId }, include: { limits: true } });
    const rows = limits.map((row, position) => ({
      id: newId(),
      planId,
      position,
      metric: row.metric,
      resource: '',
      scope: row.scope,
      window: row.window,
      capacity: BigInt(row.limit ?? 0),
      ceiling: null,
      custom: false,
      whenDown: 'local',
    }));
    const ids = keys.flatMap((id) => id ?? []);
    const callers = await callersOf(workspace, ids, { ...plan, limits: rows });
    const reference = new Reference(10 ** 12);
    const expected = new Map<string, number>();
    const running: typeof events = [];
    const used = (event: (typeof events)[number]) => ({
      requests: 1,
      tokens: event.tokensMetered,
      cost: event.costMicros,
    });
    for (const event of events) {
      running.sort((a, b) => a.settledAtMs - b.settledAtMs);
      while (running[0] && running[0].settledAtMs <= event.admittedAtMs) {
        const ended = running.shift();
        if (ended) reference.settle(ended.id, used(ended));
      }
      const caller = callers.of(event);
      if (!caller) throw new Error('no caller');
      const amounts = Object.fromEntries(Object.entries(used(event)).map(([m, base]) => [m, { base }]));
      const claim: Claim = { resource: event.resource, amounts };
      const own = caller.limits.filter((l) => amounts[l.metric]);
      const answer = reference.decide(event.id, caller.subjects, own, claim, event.admittedAtMs);
      if (answer.admitted) running.push(event);
      else {
        const name = `${own[answer.by]?.metric} ${own[answer.by]?.scope}`;
        expected.set(name, (expected.get(name) ?? 0) + 1);
      }
    }
    const got = new Map(view.limits.map((l) => [`${l.limit?.metric} ${l.limit?.scope}`, 0]));
    for (const l of view.limits) {
      const name = `${l.limit?.metric} ${l.limit?.scope}`;
      got.set(name, (got.get(name) ?? 0) + l.refused);
    }
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(expected));
    // The limits bite, or equality would show little.
    expect(view.refused).toBeGreaterThan(100);
    expect(expected.size).toBeGreaterThanOrEqual(3);
  });

  it('leaves nothing behind: no key in the store, no row, no audit entry', async () => {
    await ingest(ran(await key(), 30));
    const keysNow = async () =>
      ((await store().pipeline([['KEYS', `${env().STORE_PREFIX}:*`]])) as [string[]])[0].sort();
    const before = [await keysNow(), await db().auditEntry.count(), await db().usageEvent.count()];
    await replay({ limits: [perMinute(5)] });
    expect([await keysNow(), await db().auditEntry.count(), await db().usageEvent.count()]).toEqual(before);
  });

  it('is for platform admins, one at a time, and as strict as saving', async () => {
    const signal = new AbortController().signal;
    await expect(replayPlan(owner.actor, planId, {}, signal)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(replay({ limits: [perMinute(1), perMinute(2)] })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(replay({ name: 'x' })).rejects.toMatchObject({ code: 'unknown_field' });
    const both = await Promise.allSettled([replay({}), replay({})]);
    expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
    await expect(replay({})).resolves.toMatchObject({ requests: 0, refused: 0, callers: [] });
  });
});
