import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { ledgerEvent } from '../testing/ledger-events';
import { countDenial, flushDenials } from './denials';
import { ingest } from './ingest';
import { DAY_MS, intervalsOf, MINUTE_MS, QUARTER_MS } from './intervals';
import { latency, latencySql } from './latency-query';
import type { LedgerEvent } from './ledger-event';
import { changesOf, label, ZONES } from './local-time.fixture';
import { usage, usageSql } from './query';
import { GROUPS, INTERVALS, type UsageAmounts, type UsageQuery } from './schema';

afterAll(async () => {
  await flushDenials();
});

const keyIds = [newId(), newId(), null];
const userIds = [newId(), newId()];

/** Times near a change of offset or a month's end, in seconds from it. */
const moment = fc.integer({ min: -30 * 3600, max: 30 * 3600 }).map((seconds) => seconds * 1000);
const call = fc.record({
  atMs: moment,
  keyId: fc.constantFrom(...keyIds),
  userId: fc.constantFrom(...userIds),
  model: fc.constantFrom('small', 'large', ''),
  resource: fc.constantFrom('chat', 'images'),
  outcome: fc.constantFrom('ok' as const, 'upstream_error' as const, 'void' as const),
  requests: fc.integer({ min: 0, max: 1 }),
  tokensIn: fc.integer({ min: 0, max: 5000 }),
  tokensOut: fc.integer({ min: 0, max: 5000 }),
  durationMs: fc.integer({ min: 0, max: 900_000 }),
  costMicros: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(2 ** 45)),
  reaped: fc.boolean(),
  again: fc.boolean(),
});
const refusal = fc.record({
  atMs: moment,
  keyId: fc.constantFrom(...keyIds),
  userId: fc.constantFrom(...userIds),
  model: fc.constantFrom('small', 'large'),
  resource: fc.constantFrom('chat', 'images'),
  code: fc.constantFrom('rate_limit_exceeded', 'budget_exceeded'),
});

type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;
type Refusal = typeof refusal extends fc.Arbitrary<infer T> ? T : never;

interface Fact extends UsageAmounts {
  atMs: number;
  key: string;
  model: string;
  resource: string;
  member: string;
  outcome: string;
  /** Of a refusal; '' of a call. */
  limit: string;
  durationMs: number | null;
}

async function write(
  workspaceId: string,
  nearMs: number,
  calls: Call[],
  refusals: Refusal[],
): Promise<Fact[]> {
  const settled = calls.map(({ reaped, again, atMs, ...given }) =>
    ledgerEvent({ ...given, workspaceId, admittedAtMs: nearMs + atMs, settledAtMs: nearMs + atMs + 900 }),
  );
  const reaped = settled.flatMap((event, i): LedgerEvent[] =>
    calls[i]?.reaped ? [{ ...event, rank: 1, outcome: 'unknown', tokensOut: 9999, costMicros: 77 }] : [],
  );
  // The reaper's come first in one batch, again after the settled ones in the next.
  await ingest(reaped);
  await ingest([...settled, ...settled.filter((_, i) => calls[i]?.again), ...reaped]);
  await ingest([...reaped, ...settled]);
  for (const { atMs, keyId, ...given } of refusals) {
    countDenial({ ...given, atMs: nearMs + atMs, workspaceId, keyId: keyId ?? 'session', limit: given.code });
  }
  await flushDenials();
  return [
    ...settled.map((event) => ({
      atMs: event.admittedAtMs,
      key: event.keyId ?? 'session',
      model: event.model,
      resource: event.resource,
      member: event.userId,
      outcome: event.outcome,
      limit: '',
      durationMs: event.durationMs,
      requests: event.requests,
      tokens_in: event.tokensIn,
      tokens_out: event.tokensOut,
      cost_micros: event.costMicros,
      denied: 0,
    })),
    ...refusals.map(({ atMs, keyId, model, resource, userId, code }) => ({
      atMs: nearMs + atMs,
      key: keyId ?? 'session',
      model,
      resource,
      member: userId,
      outcome: 'refused',
      limit: code,
      durationMs: null,
      requests: 0,
      tokens_in: 0,
      tokens_out: 0,
      cost_micros: 0,
      denied: 1,
    })),
  ];
}

const AMOUNTS = ['requests', 'tokens_in', 'tokens_out', 'cost_micros', 'denied'] as const;
const amounts = (of: UsageAmounts) => AMOUNTS.map((name) => of[name]);
const isNothing = (sums: number[]) => sums.every((sum) => sum === 0);

/** Sums by interval and group, from the facts themselves. */
function expected(facts: Fact[], query: UsageQuery, range: { startMs: number; endMs: number }) {
  const sums = new Map<string, number[]>();
  for (const fact of facts) {
    if (fact.atMs < range.startMs || fact.atMs >= range.endMs) continue;
    const group = query.group_by ? fact[query.group_by] : '';
    const place = `${label(fact.atMs, query.interval, query.tz)} | ${group}`;
    const sum = sums.get(place) ?? AMOUNTS.map(() => 0);
    sums.set(
      place,
      amounts(fact).map((amount, i) => amount + (sum[i] ?? 0)),
    );
  }
  return new Map([...sums].filter(([, sum]) => !isNothing(sum)));
}

const FILTERS = ['key', 'member', 'model', 'resource', 'outcome', 'limit'] as const;
const matches = (fact: Fact, query: UsageQuery): boolean =>
  FILTERS.every((name) => query[name] === undefined || query[name] === fact[name]);

/** Asks with filters, with the period before, and for latency: each equals a plain question or sum. */
async function checkMore(workspaceId: string, facts: Fact[], query: UsageQuery, like: Fact): Promise<void> {
  for (const name of FILTERS) {
    const only = { ...query, [name]: like[name] };
    // '' is no limit, and thus nothing to filter by.
    if (name === 'limit' && like.limit === '') continue;
    await check(
      workspaceId,
      facts.filter((fact) => matches(fact, only)),
      only,
    );
  }
  const view = await usage(workspaceId, { ...query, compare: 'previous' });
  if (!view.previous) throw new Error('the period before is missing');
  const { from, to, ...before } = view.previous;
  expect(Date.parse(to)).toBeLessThanOrEqual(Date.parse(view.from));
  const { group_by: _, ...plain } = query;
  const asked = from === to ? null : await usage(workspaceId, { ...plain, from, to });
  expect(before).toEqual({ data: asked?.data ?? [], totals: asked?.totals ?? before.totals });

  const [startMs, endMs] = [Date.parse(view.from), Date.parse(view.to)];
  const measured = facts.filter((f) => f.durationMs !== null && f.atMs >= startMs && f.atMs < endMs);
  const { limit: __, compare: ___, ...time } = query;
  const group_by = time.group_by === 'limit' ? undefined : time.group_by;
  const times = await latency(workspaceId, { ...time, group_by });
  const counts = [times.data, times.by_group].map((rows) => rows.reduce((n, row) => n + row.answer.count, 0));
  expect([times.totals.answer.count, ...counts]).toEqual(Array(3).fill(measured.length));
}

async function check(workspaceId: string, facts: Fact[], query: UsageQuery): Promise<void> {
  const step = query.interval === 'minute' ? MINUTE_MS : QUARTER_MS;
  const range = {
    startMs: Math.floor(Date.parse(query.from) / step) * step,
    endMs: Math.ceil(Date.parse(query.to) / step) * step,
  };
  const view = await usage(workspaceId, query);
  expect([Date.parse(view.from), Date.parse(view.to)]).toEqual([range.startMs, range.endMs]);
  const sums = expected(facts, query, range);
  const rows = view.data.map((row) => {
    const startMs = Date.parse(row.start);
    const before = query.interval === 'minute' ? MINUTE_MS : QUARTER_MS;
    const own = label(startMs, query.interval, query.tz);
    // The row begins exactly where its local hour or day does.
    expect(label(startMs - before, query.interval, query.tz)).not.toBe(own);
    return [`${own} | ${row.group}`, amounts(row)] as const;
  });
  expect(rows.length).toBe(sums.size);
  expect(new Map(rows)).toEqual(sums);
  const total = [...sums.values()].reduce(
    (a, b) => a.map((amount, i) => amount + (b[i] ?? 0)),
    AMOUNTS.map(() => 0),
  );
  expect(amounts(view.totals)).toEqual(total);
  expect(Object.keys(view.groups).sort()).toEqual(
    query.group_by ? [...new Set(view.data.map((row) => row.group))].sort() : [],
  );
}

test('in any zone, for every interval and grouping, rows and totals are the sums of the ledger', async () => {
  const scenario = fc.record({
    zone: fc.constantFrom(...ZONES),
    change: fc.nat(3),
    calls: fc.array(call, { minLength: 1, maxLength: 30 }),
    refusals: fc.array(refusal, { maxLength: 10 }),
    fromMs: fc.integer({ min: -36 * 3600, max: 10 * 3600 }).map((s) => s * 1000),
    // The period before is asked for as widened: two minutes longer.
    lengthMs: fc.integer({ min: 1, max: 2 * DAY_MS - 2 * MINUTE_MS }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ zone, change, calls, refusals, fromMs, lengthMs }) => {
      const near = changesOf(zone);
      const nearMs = near[change % near.length] ?? 0;
      const workspaceId = newId();
      const facts = await write(workspaceId, nearMs, calls, refusals);
      const from = new Date(nearMs + fromMs).toISOString();
      const to = new Date(nearMs + fromMs + lengthMs).toISOString();
      for (const interval of INTERVALS) {
        for (const group_by of [undefined, ...GROUPS]) {
          await check(workspaceId, facts, { from, to, interval, tz: zone, group_by });
        }
        const group_by = GROUPS[facts.length % GROUPS.length];
        const like = facts[facts.length % 7] ?? facts[0];
        if (like) await checkMore(workspaceId, facts, { from, to, interval, tz: zone, group_by }, like);
      }
    }),
    { numRuns: 30 },
  );
}, 240_000);

test('the ledger itself says the same totals as the rollups', async () => {
  const workspaceId = newId();
  const events = Array.from({ length: 1200 }, (_, i) =>
    ledgerEvent({ workspaceId, admittedAtMs: Date.UTC(2025, 10, 29) + i * 3_700_123, costMicros: i }),
  );
  await ingest(events);
  const [ledger] = await db().$queryRaw<{ requests: number; cost: number; months: number }[]>`
    select count(*)::int requests, sum(cost_micros)::int cost, count(distinct tableoid)::int months
    from usage_events where workspace_id = ${workspaceId}::uuid`;
  expect(ledger?.months).toBe(3);
  const view = await usage(workspaceId, {
    from: '2025-11-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
    interval: 'day',
    tz: 'Asia/Kolkata',
  });
  expect(view.totals).toMatchObject({ requests: ledger?.requests, cost_micros: ledger?.cost });
});

test('no plan of a usage question touches the ledger, and a long range is read from hours', async () => {
  const range = { startMs: Date.UTC(2026, 3, 1), endMs: Date.UTC(2026, 4, 1) };
  const read = new Set<string>();
  for (const interval of INTERVALS) {
    for (const tz of ['UTC', 'Asia/Kolkata', 'Asia/Kathmandu']) {
      const intervals = intervalsOf(range, interval, tz);
      const query = { from: '', to: '', interval, tz, group_by: 'key' as const, model: 'small' };
      const questions = [usageSql, latencySql].map((sql) => sql(newId(), query, range, intervals));
      for (const { sql, values } of questions) {
        const plan = await db().$queryRawUnsafe(`EXPLAIN (FORMAT JSON) ${sql}`, ...values);
        for (const [, name] of JSON.stringify(plan).matchAll(/"Relation Name":"(\w+)"/g))
          read.add(name ?? '');
      }
    }
  }
  expect([...read].sort()).toEqual([
    'denials_minute',
    'denials_quarter',
    'rollups_hour',
    'rollups_minute',
    'rollups_quarter',
  ]);
});

test('usage is answered without any ledger table', async () => {
  const workspaceId = newId();
  const dayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
  await ingest([ledgerEvent({ workspaceId, admittedAtMs: dayMs, settledAtMs: dayMs + 900 })]);
  await db().$executeRaw`drop table usage_events cascade`;
  const range = {
    from: new Date(dayMs).toISOString(),
    to: new Date(dayMs + DAY_MS).toISOString(),
    tz: 'UTC',
  };
  for (const interval of INTERVALS) {
    for (const group_by of [undefined, ...GROUPS]) {
      const view = await usage(workspaceId, { ...range, interval, group_by });
      expect(view.totals.requests).toBe(1);
    }
    expect((await latency(workspaceId, { ...range, interval })).totals.answer.count).toBe(1);
  }
});
