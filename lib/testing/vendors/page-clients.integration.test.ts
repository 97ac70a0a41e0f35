import OpenAI, { RateLimitError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoLane, openDemoLane } from '../demo-lane';
import { chatsAt } from './clocked';
import {
  aicreditsChatWithRetry,
  aionvisionCheckRateLimits,
  aionvisionRequestWithBackoff,
  ajstudiozChatWithRetry,
  priorityCallWithRetry,
  tenacity,
  textOfNewerSdk,
  textOfOlderSdk,
  zihinCallWithRetry,
} from './page-clients';
import { CHAT_PATH, keyHeaders } from './published';
import { makeTenant, type Tenant, type TenantRow } from './tenant';

/** The pages' own retry code, against a key whose minute is spent: over HTTP, in real time. */

let lane: DemoLane;
beforeAll(async () => {
  lane = await openDemoLane();
});
afterAll(() => lane.close());

const payload = {
  model: 'demo-tokens-1',
  messages: [{ role: 'user' as const, content: 'x' }],
  max_tokens: 1,
};

/** A key that spent its minute 45 s ago: for up to 15 s it is refused, then there is room. */
async function spentMinute(catalog: string, plan: string, row: TenantRow = {}): Promise<Tenant> {
  const tenant = await makeTenant(catalog, plan, { rpm: 3, ...row });
  expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
  return tenant;
}

/** Counts the statuses of what passes through a fetch. */
function counting() {
  const statuses: number[] = [];
  const counted: typeof fetch = async (...args) => {
    const response = await fetch(...args);
    statuses.push(response.status);
    return response;
  };
  return { statuses, fetch: counted };
}

function post({ catalog, key }: Tenant, send: typeof fetch = fetch): Promise<Response> {
  return send(`${lane.url}${CHAT_PATH[catalog]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeaders(catalog, key) },
    body: JSON.stringify(payload),
  });
}

function openai({ key }: Tenant, options: { maxRetries?: number } = {}) {
  const { statuses, fetch } = counting();
  const client = new OpenAI({ apiKey: key, baseURL: `${lane.url}/v1`, fetch, ...options });
  return { statuses, create: () => client.chat.completions.create(payload) };
}

describe.concurrent('finishes a minute that was spent:', () => {
  it("ajstudioz' requests loop", async ({ expect }) => {
    const { key } = await spentMinute('ajstudioz', 'free');
    const answer = await ajstudiozChatWithRetry(`${lane.url}/api/chat`, key, payload);
    expect(answer).toMatchObject({ choices: [{ message: { role: 'assistant' } }] });
  });

  it("aionvision's request_with_backoff", async ({ expect }) => {
    const tenant = await spentMinute('aionvision', 'starter');
    const { statuses, fetch } = counting();
    const response = await aionvisionRequestWithBackoff(() => post(tenant, fetch));
    expect(response.status).toBe(200);
    expect(statuses).toEqual([429, 200]);
  });

  it("zihin's callWithRetry", async ({ expect }) => {
    const tenant = await spentMinute('zihin', 'free');
    const { statuses, fetch } = counting();
    const answer = await zihinCallWithRetry(async () => {
      const response = await post(tenant, fetch);
      const body = await response.json();
      if (!response.ok) throw { ...(body as object), status: response.status };
      return body;
    });
    expect(answer).toMatchObject({ object: 'chat.completion' });
    expect(statuses).toEqual([429, 200]);
  });

  it("aicredits' chatWithRetry, through the OpenAI SDK", async ({ expect }) => {
    const { statuses, create } = openai(await spentMinute('aicredits', 'standard'));
    expect(await aicreditsChatWithRetry(create)).toMatchObject({ object: 'chat.completion' });
    expect([statuses.at(0), statuses.at(-1)]).toEqual([429, 200]);
  });

  it("priority's call_with_retry, through the OpenAI SDK", async ({ expect }) => {
    const { statuses, create } = openai(await spentMinute('priority', 'free'));
    expect(await priorityCallWithRetry(create)).toMatchObject({ object: 'chat.completion' });
    expect([statuses.at(0), statuses.at(-1)]).toEqual([429, 200]);
  });

  it("priority's call_with_retry alone, where the SDK's text has the whole body in it", async ({
    expect,
  }) => {
    const { statuses, create } = openai(await spentMinute('priority', 'free'), { maxRetries: 0 });
    expect(await priorityCallWithRetry(create, textOfOlderSdk)).toMatchObject({ object: 'chat.completion' });
    expect([statuses.at(0), statuses.at(-1)]).toEqual([429, 200]);
  });

  it("priority's call_with_retry alone does not go on where it has the message alone, as newer SDKs print it", async ({
    expect,
  }) => {
    const { statuses, create } = openai(await spentMinute('priority', 'free'), { maxRetries: 0 });
    await expect(priorityCallWithRetry(create, textOfNewerSdk)).rejects.toBeInstanceOf(RateLimitError);
    expect(statuses).toEqual([429]);
  });

  it("ajstudioz' tenacity never tries again as published: its predicate sees the state, not the exception", async ({
    expect,
  }) => {
    const { statuses, create } = openai(await spentMinute('ajstudioz', 'free'), { maxRetries: 0 });
    const published = (e: unknown) => e instanceof RateLimitError;
    await expect(tenacity(published, create)).rejects.toBeInstanceOf(RateLimitError);
    expect(statuses).toEqual([429]);
  });

  it("ajstudioz' tenacity finishes with retry_if_exception_type(RateLimitError)", async ({ expect }) => {
    const { statuses, create } = openai(await spentMinute('ajstudioz', 'free'), { maxRetries: 0 });
    const mended = ({ outcome }: { outcome: { exception: unknown } }) =>
      outcome.exception instanceof RateLimitError;
    expect(await tenacity(mended, create)).toMatchObject({ object: 'chat.completion' });
    expect(statuses.at(-1)).toBe(200);
  });
});

describe('what waiting does not cure', () => {
  it("aicredits' spent budget: its code raises at once", async () => {
    const tenant = await makeTenant('aicredits', 'standard', { budgetMicros: 0 });
    const { statuses, create } = openai(tenant);
    await expect(aicreditsChatWithRetry(create)).rejects.toMatchObject({ status: 402 });
    expect(statuses).toEqual([402]);
  });

  it("priority's code raises at once what is no rate limit: an unknown model, a spent budget, an upstream that fails", async () => {
    const broke = await makeTenant('priority', 'free', { budgetMicros: 0 });
    const { statuses, create } = openai(broke, { maxRetries: 0 });
    await expect(priorityCallWithRetry(create, textOfOlderSdk)).rejects.toMatchObject({ status: 402 });
    const client = new OpenAI({
      apiKey: (await makeTenant('priority', 'free')).key,
      baseURL: `${lane.url}/v1`,
      maxRetries: 0,
    });
    for (const [model, status] of [
      ['none', 404],
      ['demo-error-429', 503],
      ['demo-error-500', 502],
    ] as const) {
      const call = () => client.chat.completions.create({ ...payload, model });
      await expect(priorityCallWithRetry(call, textOfOlderSdk)).rejects.toMatchObject({ status });
    }
    expect(statuses).toEqual([402]);
  });
});

it("aionvision's check_rate_limits reads what is left and when it resets", async () => {
  const tenant = await makeTenant('aionvision', 'starter', { rpm: 2 });
  const first = aionvisionCheckRateLimits(await post(tenant));
  expect(first.goOn).toBe(true);
  expect(first.waitSeconds).toBeGreaterThan(0);
  expect(first.waitSeconds).toBeLessThanOrEqual(61);
  expect(aionvisionCheckRateLimits(await post(tenant)).goOn).toBe(false);
});
