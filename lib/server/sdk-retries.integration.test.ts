import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoLane, openDemoLane } from '../testing/demo-lane';
import { chatsAt } from '../testing/vendors/clocked';
import { makeTenant, type Tenant, type TenantRow } from '../testing/vendors/tenant';

/** What OpenAI's own SDK, left to retry as it likes, does about each refusal: what waiting cures is waited for, anything else is asked once. */

let lane: DemoLane;
beforeAll(async () => {
  lane = await openDemoLane();
});
afterAll(() => lane.close());

const LOWEST = [
  ['headroom', 'free'],
  ['ajstudioz', 'free'],
  ['aicredits', 'standard'],
  ['aionvision', 'starter'],
  ['zihin', 'free'],
  ['priority', 'free'],
] as const;

/** The SDK with a key, and when each answer came with which status. */
function sdkOf({ key }: Tenant, maxRetries = 3) {
  const answers: { status: number; askedMs: number; atMs: number; retryAfterMs: number }[] = [];
  const counting: typeof fetch = async (...args) => {
    const askedMs = performance.now();
    const response = await fetch(...args);
    const retryAfterMs = Number(response.headers.get('retry-after-ms'));
    answers.push({ status: response.status, askedMs, atMs: performance.now(), retryAfterMs });
    return response;
  };
  const client = new OpenAI({ apiKey: key, baseURL: `${lane.url}/v1`, maxRetries, fetch: counting });
  return { client, answers, statuses: () => answers.map(({ status }) => status) };
}

const ask = (client: OpenAI, model = 'demo-tokens-1') =>
  client.chat.completions.create({ model, max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] });

describe('what waiting does not cure is asked once', () => {
  const day = [{ scope: 'key' as const, window: 'rolling 86400000', capacity: 1 }];
  const month = [{ scope: 'workspace' as const, window: 'month UTC 1', capacity: 1 }];
  const refusals: [name: string, row: TenantRow, before: number, status: number][] = [
    ['a budget of 0', { budgetMicros: 0 }, 0, 402],
    ['a budget that is spent', { budgetMicros: 10 }, 5, 402],
    ['more tokens than a minute ever has', { tpm: 2 }, 0, 413],
    ['a suspended workspace', { suspended: true }, 0, 403],
    ['a model that the key may not use', { models: ['none'] }, 0, 403],
    ['a scope that the key does not have', { scopes: ['images'] }, 0, 403],
    ["a spent day's requests", { agreed: day }, 1, 429],
    ["a spent month's requests", { agreed: month }, 1, 429],
  ];
  it.each(
    refusals.flatMap(([name, ...rest]) =>
      LOWEST.map(([catalog, plan]) => [name, catalog, plan, ...rest] as const),
    ),
  )('%s, in %s', async (_name, catalog, plan, row, before, status) => {
    const tenant = await makeTenant(catalog, plan, row);
    for (let i = 0; i < before; i++) await ask(sdkOf(tenant).client).catch(() => undefined);
    const { client, statuses } = sdkOf(tenant);
    await expect(ask(client)).rejects.toMatchObject({
      status,
      headers: expect.toSatisfy((headers: Headers) => headers.get('x-should-retry') === 'false'),
    });
    expect(statuses()).toEqual([status]);
  });
});

describe.concurrent("a minute's refusal is asked again after the wait that it names, and then served", () => {
  it.each(LOWEST)('in %s', async (catalog, plan) => {
    const tenant = await makeTenant(catalog, plan, { rpm: 3 });
    expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
    const { client, answers, statuses } = sdkOf(tenant);
    expect((await ask(client)).choices).toHaveLength(1);
    expect(statuses().slice(0, -1).length).toBeGreaterThan(0);
    expect(new Set(statuses().slice(0, -1))).toEqual(new Set([429]));
    for (const [i, { askedMs }] of answers.entries()) {
      const before = answers[i - 1];
      // Node's timers may fire within the last millisecond.
      if (before) expect(askedMs - before.atMs).toBeGreaterThanOrEqual(before.retryAfterMs - 1);
    }
  });

  it('a stream is, too', async () => {
    const tenant = await makeTenant('priority', 'free', { rpm: 3 });
    expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
    const { client, statuses } = sdkOf(tenant);
    const stream = await client.chat.completions.create({
      model: 'demo-tokens-3',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text.length).toBeGreaterThan(0);
    expect([statuses().at(0), statuses().at(-1)]).toEqual([429, 200]);
  });
});

it('concurrency is asked again after the second it names, and then served', async () => {
  const tenant = await makeTenant('ajstudioz', 'free');
  const calls = [ask(sdkOf(tenant).client, 'demo-slow'), ask(sdkOf(tenant).client, 'demo-slow')];
  const running = () => fetch(`${lane.upstream.url}/demo/requests`).then((response) => response.json());
  await expect
    .poll(async () => {
      const { data } = (await running()) as { data: { model: string; completed: boolean }[] };
      return data.filter(({ model, completed }) => model === 'demo-slow' && !completed).length;
    })
    .toBe(2);
  const { client, answers, statuses } = sdkOf(tenant);
  expect((await ask(client)).choices).toHaveLength(1);
  expect([statuses().at(0), statuses().at(-1)]).toEqual([429, 200]);
  // 1,000 ms from the answer on; Node's timers may fire within the last of them.
  for (const [i, { askedMs }] of answers.entries()) {
    const before = answers[i - 1];
    if (before) expect(askedMs - before.atMs).toBeGreaterThanOrEqual(999);
  }
  await Promise.all(calls);
});
