import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoLane, openDemoLane } from '../demo-lane';
import { AT_A_TIME, BEYOND_ALL, CHAT_PATH, keyHeaders, PER_MINUTE, rateBody } from './published';
import { makeTenant, type Tenant } from './tenant';

/** Every plan's requests per minute over HTTP, as its page's own client calls: reached, and not passed. */

let lane: DemoLane;
beforeAll(async () => {
  lane = await openDemoLane();
});
afterAll(() => lane.close());

const body = JSON.stringify({
  model: 'demo-tokens-1',
  messages: [{ role: 'user', content: 'x' }],
  max_tokens: 1,
});
const REFUSED = 3;

interface Seen {
  status: number;
  headers: Headers;
  text: string;
}

async function post({ catalog, key }: Tenant): Promise<Seen> {
  const response = await fetch(`${lane.url}${CHAT_PATH[catalog]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeaders(catalog, key) },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** So many calls, at most a few of them at a time. */
async function postAll(tenant: Tenant, calls: number, atATime: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  let next = 0;
  const worker = async () => {
    while (next++ < calls) seen.push(await post(tenant));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return seen;
}

const counts = (answers: Seen[]) => answers.map(({ status }) => status);
const header = (name: string) => (answer: Seen) => answer.headers.get(name);

/** 3,000 in one real minute are more than a busy machine may manage: days-and-months has them at one instant. */
const OVER_HTTP = PER_MINUTE.filter(([, , rpm]) => rpm === null || rpm <= 600);

it.each(OVER_HTTP)(
  '%s %s: %s requests per minute',
  async (catalog, plan, rpm) => {
    const tenant = await makeTenant(catalog, plan);
    const live = AT_A_TIME.find(([c, p]) => c === catalog && p === plan)?.[2] ?? 8;
    const calls = rpm ?? BEYOND_ALL;
    const startedMs = Date.now();
    const admitted = await postAll(tenant, calls, Math.min(live, 8));
    expect(counts(admitted)).toEqual(Array(calls).fill(200));
    if (rpm === null) {
      for (const name of ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']) {
        expect(new Set(admitted.map(header(name)))).toEqual(new Set([null]));
      }
      return;
    }
    expect(new Set(admitted.map(header('X-RateLimit-Limit')))).toEqual(new Set([`${rpm}`]));
    const remaining = admitted.map(header('X-RateLimit-Remaining')).map(Number);
    expect(remaining.sort((a, b) => b - a)).toEqual(Array.from({ length: rpm }, (_, i) => rpm - 1 - i));
    expect(admitted.some(({ headers }) => headers.has('Retry-After'))).toBe(false);

    const refused = await postAll(tenant, REFUSED, 1);
    expect(counts(refused)).toEqual(Array(REFUSED).fill(429));
    for (const { headers, text } of refused) {
      const seconds = Number(headers.get('Retry-After'));
      const reset = Number(headers.get('X-RateLimit-Reset'));
      expect(headers.get('X-RateLimit-Limit')).toBe(`${rpm}`);
      expect(headers.get('X-RateLimit-Remaining')).toBe('0');
      // The first use leaves a minute (or up to a sixtieth of it later) after it was made, and not before.
      const endMs = catalog === 'aicredits' ? Date.now() + reset * 1000 : reset * 1000;
      expect(endMs).toBeGreaterThanOrEqual(startedMs + 60_000);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(seconds).toBe(Math.ceil(Number(headers.get('retry-after-ms')) / 1000));
      expect(headers.has('x-should-retry')).toBe(false);
      const published = rateBody(catalog, rpm, seconds, reset);
      if (published) expect(JSON.parse(text)).toEqual(published);
      else expect(JSON.parse(text).error).toMatchObject({ code: 'rate_limit_exceeded' });
    }
  },
  90_000,
);

it('aionvision free: a key gets 403 on every call, with a way to go on', async () => {
  const tenant = await makeTenant('aionvision', 'free');
  const { status, headers, text } = await post(tenant);
  expect(status).toBe(403);
  expect(headers.get('x-should-retry')).toBe('false');
  // Every response to a key has its page's headers, this one too.
  expect([headers.get('X-RateLimit-Limit'), headers.get('X-RateLimit-Remaining')]).toEqual(['10', '10']);
  const { error } = JSON.parse(text);
  expect(error).toMatchObject({ code: 'api_access_not_in_plan', type: 'permission_error' });
  expect(error.message).toMatch(/upgrade|starter/i);
});
