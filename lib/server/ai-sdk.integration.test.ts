import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, RetryError, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type DemoLane, openDemoLane } from '../testing/demo-lane';
import { chatsAt } from '../testing/vendors/clocked';
import { makeTenant, type Tenant, type TenantRow } from '../testing/vendors/tenant';

/** The Vercel AI SDK with its OpenAI provider, unmodified: it retries any 429 twice, whatever the headers say. */

let lane: DemoLane;
beforeAll(async () => {
  lane = await openDemoLane();
});
afterAll(() => lane.close());

/** A chat model of the SDK for a key, with the statuses that it met. */
function modelOf({ key }: Tenant, name: string) {
  const statuses: number[] = [];
  const provider = createOpenAI({
    apiKey: key,
    baseURL: `${lane.url}/v1`,
    fetch: async (...args) => {
      const response = await fetch(...args);
      statuses.push(response.status);
      return response;
    },
  });
  return { model: provider.chat(name), statuses };
}

const tenantOn = (row: TenantRow = {}) => makeTenant('headroom', 'free', row);
const prompt = 'Say something short about limits.';

it.each([
  ['headroom', 'free'],
  ['ajstudioz', 'free'],
  ['aicredits', 'standard'],
  ['aionvision', 'starter'],
  ['zihin', 'free'],
  ['priority', 'free'],
])('generates text and streams it, in %s', async (catalog, plan) => {
  const { model, statuses } = modelOf(await makeTenant(catalog, plan), 'demo-tokens-12');
  const plain = await generateText({
    model,
    system: 'Be brief.',
    prompt,
    maxOutputTokens: 20,
    temperature: 0.2,
  });
  expect(plain.text.length).toBeGreaterThan(0);
  expect(plain.usage.outputTokens).toBe(12);
  expect(plain.response.headers?.['x-ratelimit-remaining']).toMatch(/^\d+$/);

  const streamed = streamText({ model, prompt, maxOutputTokens: 20 });
  let pieces = 0;
  for await (const _piece of streamed.textStream) pieces++;
  expect(pieces).toBeGreaterThan(1);
  expect((await streamed.usage).outputTokens).toBe(12);
  expect(await streamed.finishReason).toBe('stop');
  expect(statuses).toEqual([200, 200]);
});

it('takes its tools, structured output and pictures', async () => {
  const { model, statuses } = modelOf(await tenantOn(), 'gpt-4o-mini');
  const inputSchema = z.object({ city: z.string() });
  await generateText({
    model,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: prompt },
          { type: 'image', image: new Uint8Array([137, 80, 78, 71]), mediaType: 'image/png' },
        ],
      },
    ],
    tools: { weather: tool({ description: 'The weather', inputSchema, execute: async () => 'sunny' }) },
    stopWhen: stepCountIs(2),
    maxOutputTokens: 20,
    seed: 1,
    stopSequences: ['END'],
    presencePenalty: 0.1,
    frequencyPenalty: 0.1,
    topP: 0.9,
    headers: { 'X-Extra': 'yes' },
  });
  expect(statuses).toEqual([200]);
});

/** What a call threw, out of the error that tells of its retries. */
async function thrownBy(call: PromiseLike<unknown>): Promise<{ error: APICallError; retried: boolean }> {
  const thrown = await Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  );
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  if (!APICallError.isInstance(error)) throw new Error('the call threw no APICallError');
  return { error, retried: RetryError.isInstance(thrown) };
}

describe.concurrent('refusals', () => {
  it('a minute that is spent is waited for as long as it says, and succeeds', async ({ expect }) => {
    const tenant = await tenantOn({ rpm: 3 });
    expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
    const { model, statuses } = modelOf(tenant, 'demo-tokens-1');
    const { text } = await generateText({ model, prompt, maxOutputTokens: 5 });
    expect(text.length).toBeGreaterThan(0);
    expect([statuses.at(0), statuses.at(-1)]).toEqual([429, 200]);
  });

  it('a daily limit is tried three times, since it retries any 429, and costs nothing', async ({
    expect,
  }) => {
    const agreed = [{ scope: 'key' as const, window: 'rolling 86400000', capacity: 1 }];
    const tenant = await tenantOn({ agreed });
    const { model, statuses } = modelOf(tenant, 'demo-tokens-1');
    await generateText({ model, prompt, maxOutputTokens: 5 });
    const { error, retried } = await thrownBy(generateText({ model, prompt, maxOutputTokens: 5 }));
    expect([error.statusCode, retried]).toEqual([429, true]);
    expect(statuses).toEqual([200, 429, 429, 429]);
    expect(error.responseHeaders?.['x-should-retry']).toBe('false');
  });

  it.each([
    ['a spent budget', { budgetMicros: 0 }, 402],
    ['more than a minute ever has', { tpm: 2 }, 413],
    ['a suspended workspace', { suspended: true }, 403],
    ['a model that the key may not use', { models: ['none'] }, 403],
  ] as [string, TenantRow, number][])('%s is tried once', async (_name, row, status) => {
    const { model, statuses } = modelOf(await tenantOn(row), 'demo-tokens-1');
    const { error, retried } = await thrownBy(generateText({ model, prompt, maxOutputTokens: 5 }));
    expect([error.statusCode, retried]).toEqual([status, false]);
    expect(error.message.length).toBeGreaterThan(20);
    expect(statuses).toEqual([status]);
  });
});

it('a stream that breaks off in the middle reports its error after the text that came', async () => {
  const { model } = modelOf(await tenantOn(), 'demo-cut');
  const errors: unknown[] = [];
  const { fullStream } = streamText({
    model,
    prompt,
    maxOutputTokens: 50,
    onError: ({ error }) => {
      errors.push(error);
    },
  });
  const kinds = new Set<string>();
  for await (const part of fullStream) kinds.add(part.type);
  expect([...kinds]).toEqual(expect.arrayContaining(['text-delta', 'error']));
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors[0])).toContain('broke off');
});
