import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Customer, customerAt, eventsOf, openGateway, quotaOf } from '../testing/customer';

/** What limits and money count across models and resources, in each catalog's own way. */

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const messages = [{ role: 'user' as const, content: 'Say hello.' }];

async function post({ key, baseUrl }: Customer, path: string, body: object): Promise<Response> {
  return fetch(baseUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

it('ajstudioz: a day of tokens is one count over all models, each by its weight', async () => {
  const customer = await customerAt(gateway.url, 'ajstudioz', 'developer');
  const { chat, embeddings } = customer.client;
  let expected = 0;
  for (const [model, weight] of [
    ['gemma3:4b', 1],
    ['gemma3:12b', 2],
    ['gemma3:27b', 4],
  ] as const) {
    const { usage } = await chat.completions.create({ model, messages, max_tokens: 20 });
    expected += (usage?.total_tokens ?? 0) * weight;
  }
  const vectors = await embeddings.create({ model: 'embeddinggemma:300m', input: 'a text of some words' });
  expected += vectors.usage.total_tokens;
  const tokens = (await quotaOf(customer)).find(({ metric }) => metric === 'tokens');
  expect(tokens).toMatchObject({ window: 'rolling 86400000', limit: 1_000_000, used: expected, reserved: 0 });
  const events = await eventsOf(customer);
  expect(events.reduce((sum, event) => sum + Number(event.tokensMetered), 0)).toBe(expected);
});

it('aicredits: every resource is paid for in rupees, and a spent budget ends them all', async () => {
  const customer = await customerAt(gateway.url, 'aicredits', 'standard', { budgetMicros: 4_000_000 });
  const { audio, images } = customer.client;
  // 40 characters at 15 dollars a million; one image at 4 cents; 86 rupees a dollar.
  const speech = await audio.speech.create({ model: 'openai/tts-1', voice: 'v', input: 'x'.repeat(40) });
  await speech.arrayBuffer();
  await images.generate({ model: 'openai/dall-e-3', prompt: 'a cat' });
  const spent = 40 * 15 * 86 + 40_000 * 86;
  const budget = (await quotaOf(customer)).find(({ metric }) => metric === 'cost');
  expect(budget).toMatchObject({ limit: 4_000_000, used: spent, remaining: 4_000_000 - spent });
  await expect(images.generate({ model: 'openai/dall-e-3', prompt: 'a cat' })).rejects.toMatchObject({
    status: 402,
    code: 'budget_exceeded',
  });
  const events = await eventsOf(customer);
  expect(events.map((event) => Number(event.costMicros))).toEqual([40 * 15 * 86, 40_000 * 86]);
});

it('priority: one bucket a key for all resources, and headers that name the resource of this request', async () => {
  const customer = await customerAt(gateway.url, 'priority', 'free');
  const asks: [string, object, string][] = [
    ['/v1/chat/completions', { model: 'gpt-4o-mini', messages, max_tokens: 5 }, 'chat'],
    ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'hi' }, 'embeddings'],
    ['/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat' }, 'images'],
    ['/v1/audio/speech', { model: 'tts-1', voice: 'v', input: 'hi' }, 'audio'],
  ];
  let used = 0;
  for (const [path, body, resource] of asks) {
    const response = await post(customer, path, body);
    await response.arrayBuffer();
    used += 1;
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-ratelimit-limit': '10',
      'x-ratelimit-remaining': `${10 - used}`,
      'x-ratelimit-resource': resource,
      'x-ratelimit-used': `${used}`,
      'x-request-priority': '1',
    });
  }
});

it('a scope allows its resource alone: speech and transcriptions are audio', async () => {
  const customer = await customerAt(gateway.url, 'headroom', 'team', { scopes: ['audio'] });
  const speech = await post(customer, '/v1/audio/speech', { model: 'tts-1', voice: 'v', input: 'hi' });
  await speech.arrayBuffer();
  const images = await post(customer, '/v1/images/generations', { model: 'dall-e-3', prompt: 'hi' });
  expect([speech.status, images.status]).toEqual([200, 403]);
  expect(await images.json()).toMatchObject({ error: { code: 'scope_missing' } });
});
