import { afterAll, expect, inject, it } from 'vitest';
import { catalogs } from '../../prisma/catalogs/all';
import type { PlanData } from '../../prisma/catalogs/catalog';
import { newId } from '../ids';
import { type Limit, parseWindow } from '../plans/limit';
import { openTcpStore } from '../redis/tcp';
import { callerWith, decided, ledgerWith, type TestCaller } from '../testing/engine';
import { figure } from '../testing/proof';
import { readTrace, type TraceRequest, traceAbsent } from '../testing/trace';
import type { Claim, Decision } from './decision';
import { createEngine, type Reservation } from './engine';
import { Reference, type ReferenceAnswer } from './reference';

const KEYS = 20;
const INPUT_PRICE = 150_000;
const OUTPUT_PRICE = 600_000;

const store = openTcpStore(inject('servers').redisUrl);
const engine = createEngine({ store, ledger: ledgerWith(store, []), testClock: true });
afterAll(() => store.close());

const base = { resource: '', ceiling: null, whenDown: 'local', setBy: 'plan' } as const;

/** A plan's limits as published; every other key has a budget besides, small enough to be spent. */
function limitsOf(plan: PlanData, index: number): Limit[] {
  const limits = plan.limits.map(
    (l): Limit => ({
      ...base,
      metric: l.metric,
      scope: l.scope,
      window: parseWindow(l.window),
      capacity: l.capacity,
    }),
  );
  const budget: Limit = {
    ...base,
    metric: 'cost',
    scope: 'key',
    window:
      index % 4
        ? { kind: 'lifetime' }
        : { kind: 'calendar', unit: 'month', zone: 'Asia/Kolkata', anchorDay: 1 },
    capacity: 60_000 + 5_000 * index,
  };
  const gateway = limits.filter((l) => ['requests', 'tokens'].includes(l.metric));
  return index % 2 ? [...gateway, budget] : gateway;
}

const claimOf = (request: TraceRequest): Claim => ({
  resource: 'chat',
  amounts: {
    requests: { base: 1 },
    tokens: { base: request.tokensIn, per: 1 },
    cost: { base: request.tokensIn * INPUT_PRICE, per: OUTPUT_PRICE, divisor: 1_000_000 },
  },
  units: { minimum: 1, wish: 1000 },
});

/** The script's answer and the reference's in the same words, or null where the claim was refused alike. */
const said = (d: Decision, limits: Limit[]) => ({
  admitted: d.admitted,
  granted: d.admitted ? d.granted : null,
  by: d.admitted ? null : d.by.id,
  retryAfterMs: d.admitted ? null : d.retryAfterMs,
  remaining: d.limits.map((l) => l.remaining),
  reserved: d.limits.map((l) => l.reserved),
  limits: limits.length,
});
const expected = (r: ReferenceAnswer, d: Decision, limits: Limit[]) => ({
  admitted: r.admitted,
  granted: r.admitted ? Number(r.granted) : null,
  by: r.admitted ? null : d.limits[r.by]?.id,
  retryAfterMs: r.admitted ? null : r.retryAfterMs < 0n ? null : Number(r.retryAfterMs),
  remaining: limits.map((l, i) => (l.capacity === null ? null : l.capacity - Number(r.totals[i]))),
  reserved: limits.map((_, i) => Number(r.held[i])),
  limits: limits.length,
});

interface Running {
  endMs: number;
  id: string;
  key: TestCaller;
  reservation: Reservation;
  actual: Record<string, number>;
}

/**
 * The hour in its own order, on one clock: keys of a shard reap for each other, so a key that ran ahead of
 * the others would end their calls. Each call runs 30 ms and 20 ms a token, then settles.
 */
async function replay(policies: Limit[][], trace: TraceRequest[]) {
  const keys = await Promise.all(policies.map(callerWith));
  const reference = new Reference();
  const running: Running[] = [];
  const tally = { admitted: 0, denied: 0, mismatches: [] as unknown[] };
  const settleUntil = async (atMs: number) => {
    running.sort((a, b) => a.endMs - b.endMs);
    while (running[0] && running[0].endMs <= atMs) {
      const done = running.shift();
      if (!done) return;
      await engine.settle(done.reservation, done.actual, done.key.facts, done.endMs);
      reference.settle(done.id, done.actual);
    }
  };
  for (const [i, request] of trace.entries()) {
    const key = keys[i % keys.length];
    const limits = policies[i % keys.length];
    if (!key || !limits) throw new Error('no key');
    await settleUntil(request.atMs);
    const id = newId();
    const claim = claimOf(request);
    const { caller, facts } = key;
    const decision = decided(await engine.decide({ caller, claim, id, facts, nowMs: request.atMs }));
    const answer = reference.decide(id, caller.subjects, limits, claim, request.atMs);
    const [got, want] = [said(decision, limits), expected(answer, decision, limits)];
    if (JSON.stringify(got) !== JSON.stringify(want)) tally.mismatches.push({ request, got, want });
    if (!decision.admitted) {
      tally.denied += 1;
      continue;
    }
    tally.admitted += 1;
    const out = Math.min(request.tokensOut, decision.granted ?? 0);
    const actual = {
      tokens: request.tokensIn + out,
      cost: Math.ceil((request.tokensIn * INPUT_PRICE + out * OUTPUT_PRICE) / 1_000_000),
    };
    const endMs = request.atMs + 30 + 20 * out;
    running.push({ endMs, id, key, reservation: decision.reservation, actual });
  }
  await settleUntil(Number.POSITIVE_INFINITY);
  return tally;
}

const absent = traceAbsent('conv');
if (absent) console.log(`skipped: ${absent}`);

it.skipIf(absent)(
  'a real hour of traffic: every decision and remaining count of the script equals the reference',
  async () => {
    const plans = catalogs.flatMap((catalog) => catalog.plans);
    const trace = readTrace('conv');
    expect(trace).toHaveLength(19_366);
    const policies = Array.from({ length: KEYS }, (_, key) => {
      const plan = plans[key % plans.length];
      if (!plan) throw new Error('no plan');
      return limitsOf(plan, key);
    });
    const { admitted, denied, mismatches } = await replay(policies, trace);
    figure(
      `trace: ${admitted + denied} requests on ${KEYS} keys, ${admitted} admitted, ${denied} denied, mismatches ${mismatches.length}`,
    );
    expect(mismatches.slice(0, 3)).toEqual([]);
    expect(admitted + denied).toBe(19_366);
    // The plans bite: otherwise equality would show little.
    expect(denied).toBeGreaterThan(1000);
  },
  300_000,
);
