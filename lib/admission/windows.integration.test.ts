import { setTimeout as wait } from 'node:timers/promises';
import { Ratelimit } from '@upstash/ratelimit';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { chatWork } from '../gateway/chat';
import { newId } from '../ids';
import { guardPrefix } from '../redis/keys';
import { store } from '../redis/store';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { waitForTheStore } from '../testing/patient';
import { figure, scaled } from '../testing/proof';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { type Consumer, startConsumer } from '../usage/consumer';
import { admit } from './admit';

/** The same schedules through the real route and through `@upstash/ratelimit`'s own sliding window. */

const LIMIT = 10;
const MINUTE_MS = 60_000;

let upstream: DemoUpstream;
let consumer: Consumer;
let owner: TestUser;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
  consumer = startConsumer();
  owner = await makeUser();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await consumer.stop();
  await upstream.close();
});

/** So many requests at an instant, in ms from the start of a minute. */
interface Burst {
  atMs: number;
  calls: number;
}

async function keyWith(window: { windowMs: number; limit: number }): Promise<{ id: string; key: string }> {
  const workspace = await makeWorkspace(owner, 'headroom', 'enterprise');
  await db().limitOverride.create({
    data: {
      id: newId(),
      workspaceId: workspace.id,
      scope: 'key',
      metric: 'requests',
      window: `rolling ${window.windowMs}`,
      capacity: BigInt(window.limit),
    },
  });
  return makeKey(workspace, owner.id);
}

const request = (key: string) =>
  new Request('http://127.0.0.1/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'demo-tokens-1',
      messages: [{ role: 'user', content: 'x' }],
      max_tokens: 1,
    }),
  });

/** The most that was admitted in any (t − window, t]. */
function mostIn(windowMs: number, admitted: number[]): number {
  const times = [...admitted].sort((a, b) => a - b);
  let [from, most] = [0, 0];
  for (const [to, at] of times.entries()) {
    while ((times[from] ?? at) <= at - windowMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

/** Each schedule is an hour later than the one before, within a month. */
let startMs = Date.UTC(2026, 10, 1);

async function throughTheRoute(bursts: Burst[]): Promise<number> {
  const { key } = await keyWith({ windowMs: MINUTE_MS, limit: LIMIT });
  const admitted: number[] = [];
  for (const { atMs, calls } of bursts) {
    const answers = await Promise.all(
      Array.from({ length: calls }, () => admit(request(key), chatWork, startMs + atMs)),
    );
    for (const { status } of answers) {
      if (status === 200) admitted.push(atMs);
      else expect(status).toBe(429);
    }
  }
  return mostIn(MINUTE_MS, admitted) / LIMIT;
}

const slidingWindow = (limit: number, windowMs: number) =>
  new Ratelimit({
    redis: store().ratelimitRedis as ConstructorParameters<typeof Ratelimit>[0]['redis'],
    limiter: Ratelimit.slidingWindow(limit, `${windowMs} ms`),
    prefix: guardPrefix('compared'),
    ephemeralCache: false,
    timeout: 0,
  });

/** Its clock is the caller's. */
async function throughSlidingWindow(bursts: Burst[]): Promise<number> {
  const ratelimit = slidingWindow(LIMIT, MINUTE_MS);
  const id = newId();
  const admitted: number[] = [];
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const { atMs, calls } of bursts) {
    vi.setSystemTime(startMs + atMs);
    const answers = await Promise.all(Array.from({ length: calls }, () => ratelimit.limit(id)));
    for (const { success } of answers) if (success) admitted.push(atMs);
  }
  vi.useRealTimers();
  return mostIn(MINUTE_MS, admitted) / LIMIT;
}

async function compare(bursts: Burst[]): Promise<{ ours: number; theirs: number }> {
  startMs += 10 * MINUTE_MS;
  return { ours: await throughTheRoute(bursts), theirs: await throughSlidingWindow(bursts) };
}

const all = 2 * LIMIT;
const SCHEDULES: Record<string, Burst[]> = {
  'burst at the edge': [
    { atMs: 59_999, calls: all },
    { atMs: 60_000, calls: all },
    { atMs: 119_998, calls: all },
    { atMs: 119_999, calls: all },
    { atMs: 120_000, calls: all },
  ],
  'drip then burst': [
    ...Array.from({ length: LIMIT }, (_, i) => ({ atMs: 30_000 + i * 3000, calls: 1 })),
    { atMs: 89_999, calls: all },
    { atMs: 90_000, calls: all },
    { atMs: 119_000, calls: all },
  ],
  'a millisecond before every slot ends': Array.from({ length: 130 }, (_, i) => ({
    atMs: i * 1000 + 999,
    calls: 2,
  })),
};

it('bursts at edges and after drips: no rolling minute holds more than the limit', async () => {
  for (const [name, bursts] of Object.entries(SCHEDULES)) {
    const { ours, theirs } = await compare(bursts);
    figure(
      `${name}: most admitted in a rolling minute ÷ limit = ${ours.toFixed(2)}; @upstash/ratelimit slidingWindow ${theirs.toFixed(2)}`,
    );
    expect(ours).toBe(1);
  }
}, 60_000);

const burst = fc.record({
  atMs: fc.oneof(fc.nat(180_000), fc.constantFrom(0, 59_999, 60_000, 60_999, 61_000, 119_999, 120_000)),
  calls: fc.integer({ min: 1, max: all }),
});
const schedule = fc
  .array(burst, { minLength: 3, maxLength: 12 })
  .map((bursts) => bursts.sort((a, b) => a.atMs - b.atMs));

it(
  'a random search finds no schedule that gets more than the limit into a rolling minute',
  async () => {
    const runs = scaled(25, 1000);
    const most = { ours: 0, theirs: 0 };
    const result = await fc.check(
      fc.asyncProperty(schedule, async (bursts) => {
        const { ours, theirs } = await compare(bursts);
        most.ours = Math.max(most.ours, ours);
        most.theirs = Math.max(most.theirs, theirs);
        expect(ours).toBeLessThanOrEqual(1);
      }),
      { numRuns: runs },
    );
    figure(
      `random search: ${result.numRuns} schedules, seed ${result.seed}, most admitted in a rolling minute ÷ limit = ${most.ours.toFixed(2)}; @upstash/ratelimit slidingWindow ${most.theirs.toFixed(2)}`,
    );
    if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
    expect(most.ours).toBe(1);
  },
  scaled(60_000, 3_600_000),
);

/** In the long run a minute's limit; a short window's schedule is the same, quicker. */
const REAL = { windowMs: scaled(3000, MINUTE_MS), limit: 40 };

it(
  'in real time, by the store’s own clock: no rolling window holds more than the limit',
  async () => {
    const { windowMs, limit } = REAL;
    const { id, key } = await keyWith(REAL);
    const ratelimit = slidingWindow(limit, windowMs);
    const theirs: number[] = [];
    const call = async () => {
      const response = await POST(request(key));
      expect([200, 429]).toContain(response.status);
      await response.arrayBuffer();
    };
    const compared = async () => {
      const at = Date.now();
      if ((await ratelimit.limit(id)).success) theirs.push(at);
    };
    // From just before an edge of the clock's windows, through all of the next one, to its last moments.
    const edge = (Math.ceil(Date.now() / windowMs) + 1) * windowMs;
    const instants = [
      ...[-0.03, 0.001, 0.25, 0.5, 0.75, 0.9].map((share) => edge + share * windowMs),
      ...Array.from({ length: 12 }, (_, i) => edge + windowMs * (0.94 + i * 0.01)),
      ...[1.06, 1.5, 1.97, 1.99, 2.01].map((share) => edge + share * windowMs),
    ];
    for (const instant of instants) {
      await wait(Math.max(0, instant - Date.now()));
      await Promise.all(Array.from({ length: 12 }, () => Promise.all([call(), compared()])));
    }
    await consumer.drained();
    const events = await db().usageEvent.findMany({ where: { keyId: id } });
    const ours =
      mostIn(
        windowMs,
        events.map(({ admittedAt }) => admittedAt.getTime()),
      ) / limit;
    figure(
      `real time, ${windowMs} ms: ${events.length} admitted of ${instants.length * 12}, most in a rolling window ÷ limit = ${ours.toFixed(2)}; @upstash/ratelimit slidingWindow ${(mostIn(windowMs, theirs) / limit).toFixed(2)}`,
    );
    expect(ours).toBe(1);
  },
  scaled(60_000, 600_000),
);
