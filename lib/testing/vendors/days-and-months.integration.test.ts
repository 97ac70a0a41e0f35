import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoUpstream } from '../../demo/upstream/server';
import { gatewayForTests } from '../gateway';
import { waitForTheStore } from '../patient';
import { figure, scaled } from '../proof';
import { chatAt, chatsAt, usedBefore } from './clocked';
import { PER_DAY, PER_MINUTE, PER_MONTH } from './published';
import { makeTenant, type Tenant } from './tenant';

/**
 * Every plan's requests per day and month: reached and not passed, refused to the last millisecond of the
 * period, and there again in the first one of the next.
 */

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const MINUTE_MS = 61_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DECEMBER = Date.UTC(2026, 11, 1);
const JANUARY = Date.UTC(2027, 0, 1);
/** Of larger numbers the most are put into the ledger, and only the rest is called for. */
const calledFor = (number: number): number =>
  number <= scaled(1_000, 100_000) ? number : scaled(200, 100_000);

const perMinute = (catalog: string, plan: string): number =>
  PER_MINUTE.find(([c, p]) => c === catalog && p === plan)?.[2] ?? 60;

/** Makes calls as fast as the minute allows, from an instant on. @returns the instant after the last of them */
async function spend(tenant: Tenant, rpm: number, calls: number, fromMs: number): Promise<number> {
  let atMs = fromMs;
  for (let left = calls; left > 0; left -= rpm, atMs += MINUTE_MS) {
    const batch = Math.min(rpm, left);
    expect(await chatsAt(atMs, tenant, batch)).toEqual({ 200: batch });
  }
  return atMs;
}

it.each(PER_DAY)(
  '%s %s: %i requests per day',
  async (catalog, plan, day) => {
    const tenant = await makeTenant(catalog, plan);
    const rpm = perMinute(catalog, plan);
    const calls = calledFor(day);
    if (day > calls) await usedBefore(tenant, DECEMBER, { requests: day - calls });
    const spentAt = await spend(tenant, rpm, calls, DECEMBER + HOUR_MS);

    for (const atMs of [spentAt, DECEMBER + DAY_MS - 1000, DECEMBER + DAY_MS - 1]) {
      const { status, headers, body } = await chatAt(atMs, tenant);
      const leftMs = DECEMBER + DAY_MS - atMs;
      const seconds = Math.ceil(leftMs / 1000);
      expect(status).toBe(429);
      expect(headers.get('X-RateLimit-Limit')).toBe(`${day}`);
      expect(headers.get('X-RateLimit-Remaining')).toBe('0');
      expect(headers.get('X-RateLimit-Reset')).toBe(`${(DECEMBER + DAY_MS) / 1000}`);
      expect(headers.get('Retry-After')).toBe(`${seconds}`);
      expect(headers.get('retry-after-ms')).toBe(`${leftMs}`);
      expect(headers.get('x-should-retry')).toBe(leftMs >= 60_000 ? 'false' : null);
      const wait = `${seconds} second${seconds === 1 ? '' : 's'}`;
      expect(body).toEqual(
        catalog === 'zihin'
          ? {
              error: 'rate_limit_exceeded',
              message: `Rate limit exceeded. Try again in ${wait}.`,
              details: {
                limit: day,
                remaining: 0,
                reset: (DECEMBER + DAY_MS) / 1000,
                retry_after: seconds,
              },
              status: 'error',
            }
          : {
              error: {
                type: 'rate_limit_error',
                message: `Rate limit exceeded. Please retry after ${wait}.`,
                code: 'rate_limit_exceeded',
              },
            },
      );
    }
    figure(`${catalog} ${plan}, a day of ${day}: ${calls} of them called for, admitted beyond it 0`);
    expect(await chatsAt(DECEMBER + DAY_MS, tenant, 1)).toEqual({ 200: 1 });
  },
  scaled(120_000, 1_800_000),
);

it.each(PER_MONTH)(
  '%s %s: %i requests per month',
  async (catalog, plan, month) => {
    const tenant = await makeTenant(catalog, plan);
    const rpm = perMinute(catalog, plan);
    const day = PER_DAY.find(([c, p]) => c === catalog && p === plan)?.[2] ?? Number.POSITIVE_INFINITY;
    const calls = calledFor(month);
    if (month > calls) await usedBefore(tenant, DECEMBER, { requests: month - calls });
    // From the second day on, each day for as much as it allows.
    let [left, days, spentAt] = [calls, 1, DECEMBER];
    for (; left > 0; left -= day, days++) {
      spentAt = await spend(tenant, rpm, Math.min(day, left), DECEMBER + days * DAY_MS);
    }

    for (const atMs of [Math.max(spentAt, DECEMBER + days * DAY_MS), JANUARY - 60_000, JANUARY - 1]) {
      const { status, headers, body } = await chatAt(atMs, tenant);
      expect(status).toBe(429);
      expect(headers.get('X-RateLimit-Limit')).toBe(`${month}`);
      expect(headers.get('X-RateLimit-Remaining')).toBe('0');
      expect(headers.get('X-RateLimit-Reset')).toBe(`${JANUARY / 1000}`);
      expect(headers.get('Retry-After')).toBe(`${Math.ceil((JANUARY - atMs) / 1000)}`);
      expect(headers.get('x-should-retry')).toBe('false');
      if (catalog === 'zihin') {
        expect(body).toEqual({
          error: 'quota_exceeded',
          message: 'Monthly quota exceeded',
          details: { limit: month, used: month, reset_date: '2027-01-01T00:00:00.000Z' },
          status: 'error',
        });
      } else expect(body).toMatchObject({ error: { code: 'quota_exceeded', type: 'insufficient_quota' } });
    }
    figure(`${catalog} ${plan}, a month of ${month}: ${calls} of them called for, admitted beyond it 0`);
    expect(await chatsAt(JANUARY, tenant, 1)).toEqual({ 200: 1 });
  },
  scaled(120_000, 1_800_000),
);

it("zihin's day and month are the workspace's: two keys share them, and each has its own minute", async () => {
  const tenant = await makeTenant('zihin', 'free');
  const other = { ...tenant, key: await tenant.anotherKey() };
  for (let i = 0, atMs = DECEMBER; i < 5; i++, atMs += MINUTE_MS) {
    expect(await chatsAt(atMs, tenant, 10)).toEqual({ 200: 10 });
    expect(await chatsAt(atMs, other, 10)).toEqual({ 200: 10 });
  }
  const later = DECEMBER + HOUR_MS;
  expect(await chatsAt(later, tenant, 1)).toEqual({ 429: 1 });
  expect(await chatsAt(later, other, 1)).toEqual({ 429: 1 });
});

it("priority's day is each key's own", async () => {
  const tenant = await makeTenant('priority', 'free', {
    agreed: [{ scope: 'key', window: 'day UTC', capacity: 4 }],
  });
  const other = { ...tenant, key: await tenant.anotherKey() };
  expect(await chatsAt(DECEMBER, tenant, 6)).toEqual({ 200: 4, 429: 2 });
  expect(await chatsAt(DECEMBER, other, 6)).toEqual({ 200: 4, 429: 2 });
});

/** Too many for one real minute on a busy machine: called for at one instant. */
it.each([
  ['aicredits', 'standard', 10_000],
  ['headroom', 'business', 3_000],
])(
  '%s %s: %i requests a minute',
  async (catalog, plan, rpm) => {
    const tenant = await makeTenant(catalog, plan, { rpm });
    expect(await chatsAt(DECEMBER, tenant, rpm)).toEqual({ 200: rpm });
    const { status, headers } = await chatAt(DECEMBER, tenant);
    const trio = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
    const reset = catalog === 'aicredits' ? '60' : `${DECEMBER / 1000 + 60}`;
    expect([status, ...trio.map((name) => headers.get(name))]).toEqual([429, `${rpm}`, '0', reset]);
    expect(headers.get('Retry-After')).toBe('60');
    expect(headers.get('retry-after-ms')).toBe('59999');
    // A key that carries more is cut to it.
    const beyond = await chatAt(DECEMBER, await makeTenant(catalog, plan, { rpm: 2 * rpm }));
    expect(beyond.headers.get('X-RateLimit-Remaining')).toBe(`${rpm - 1}`);
  },
  120_000,
);
