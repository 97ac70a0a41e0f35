import { createOpenAI } from '@ai-sdk/openai';
import { generateText, streamText } from 'ai';
import OpenAI, { AuthenticationError, NotFoundError, RateLimitError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfNeeded } from '../demo/build-app.mjs';
import type { DemoUpstream } from '../demo/upstream/server';
import { makeSecret } from '../secret';
import { type Door, openDoor } from '../testing/doors';
import { gatewayForTests } from '../testing/gateway';
import { waitForTheStore } from '../testing/patient';
import { sessionHeaders } from '../testing/session';
import { chatsAt } from '../testing/vendors/clocked';
import {
  aionvisionRequestWithBackoff,
  ajstudiozChatWithRetry,
  priorityCallWithRetry,
} from '../testing/vendors/page-clients';
import { CHAT_PATH, keyHeaders } from '../testing/vendors/published';
import { makeTenant } from '../testing/vendors/tenant';

/** The official clients, unmodified, against the built application: through the fast lane and through Next. */

let upstream: DemoUpstream;
let doors: { lane: Door; next: Door };
beforeAll(async () => {
  waitForTheStore();
  await buildIfNeeded();
  upstream = await gatewayForTests();
  const [lane, next] = await Promise.all([openDoor('lane', {}), openDoor('next', {})]);
  doors = { lane, next };
}, 600_000);
afterAll(async () => {
  await Promise.all([doors?.lane.stop(), doors?.next.stop()]);
  await upstream?.close();
});

const messages = [{ role: 'user' as const, content: 'Say something short about limits.' }];
const payload = { model: 'demo-tokens-5', messages, max_tokens: 5 };

describe.each(['lane', 'next'] as const)('through %s', (kind) => {
  const base = () => `http://127.0.0.1:${doors[kind].port}`;
  const sdk = (apiKey: string, maxRetries = 2) => new OpenAI({ apiKey, baseURL: `${base()}/v1`, maxRetries });

  it('the OpenAI SDK: models, chat, and streams with usage', async () => {
    const { key } = await makeTenant('aicredits', 'standard');
    const client = sdk(key);
    const models = await client.models.list();
    expect(models.data[0]?.id).toBe('openai/gpt-4o-mini');
    expect((await client.models.retrieve('openai/gpt-4o-mini')).object).toBe('model');
    const { data: plain, response } = await client.chat.completions.create(payload).withResponse();
    expect(plain.usage?.completion_tokens).toBe(5);
    expect(response.headers.get('x-ratelimit-remaining')).toBe('59');
    const stream = client.chat.completions.stream({ ...payload, stream_options: { include_usage: true } });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe(plain.choices[0]?.message.content);
    expect(final.usage?.completion_tokens).toBe(5);
  });

  it('the OpenAI SDK: error classes, and a refused minute that is waited for', async () => {
    await expect(sdk(makeSecret('sk-')).chat.completions.create(payload)).rejects.toBeInstanceOf(
      AuthenticationError,
    );
    const tenant = await makeTenant('aicredits', 'standard', { rpm: 3 });
    expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
    const once = sdk(tenant.key, 0).chat.completions.create(payload);
    await expect(once).rejects.toBeInstanceOf(RateLimitError);
    const none = sdk(tenant.key).chat.completions.create({ ...payload, model: 'none' });
    await expect(none).rejects.toBeInstanceOf(NotFoundError);
    expect((await sdk(tenant.key).chat.completions.create(payload)).object).toBe('chat.completion');
  });

  it('the Vercel AI SDK: generates and streams', async () => {
    const { key } = await makeTenant('headroom', 'free');
    const model = createOpenAI({ apiKey: key, baseURL: `${base()}/v1` }).chat('demo-tokens-5');
    const { text, usage } = await generateText({ model, prompt: 'Hello', maxOutputTokens: 5 });
    expect([text.length > 0, usage.outputTokens]).toEqual([true, 5]);
    const streamed = streamText({ model, prompt: 'Hello', maxOutputTokens: 5 });
    expect(await streamed.text).toBe(text);
    expect((await streamed.usage).outputTokens).toBe(5);
  });

  it("the pages' own retry code", async () => {
    const [aj, aion, pr] = await Promise.all([
      makeTenant('ajstudioz', 'free', { rpm: 3 }),
      makeTenant('aionvision', 'starter', { rpm: 3 }),
      makeTenant('priority', 'free', { rpm: 3 }),
    ]);
    for (const tenant of [aj, aion, pr]) {
      expect(await chatsAt(Date.now() - 45_000, tenant, 3)).toEqual({ 200: 3 });
    }
    const headers = { 'content-type': 'application/json', ...keyHeaders('aionvision', aion.key) };
    const body = JSON.stringify(payload);
    const [first, second, third] = await Promise.all([
      ajstudiozChatWithRetry(`${base()}/api/chat`, aj.key, payload),
      aionvisionRequestWithBackoff(() =>
        fetch(`${base()}/v1/chat/completions`, { method: 'POST', headers, body }),
      ),
      priorityCallWithRetry(() => sdk(pr.key).chat.completions.create(payload)),
    ]);
    expect(first).toMatchObject({ object: 'chat.completion' });
    expect(second.status).toBe(200);
    expect(third.object).toBe('chat.completion');
  });

  it('zihin: its path, its key, its quota', async () => {
    const { key } = await makeTenant('zihin', 'starter');
    const headers = { 'content-type': 'application/json', 'X-Api-Key': key };
    const call = await fetch(`${base()}${CHAT_PATH.zihin}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(payload),
    });
    expect([call.status, call.headers.get('x-ratelimit-remaining')]).toEqual([200, '59']);
    const quota = await fetch(`${base()}/api/quota`, { headers });
    expect(await quota.json()).toMatchObject({
      success: true,
      quota: { limit: 10_000, used: 1, remaining: 9_999 },
    });
  });

  it("aionvision's FREE: the browser makes 11 a minute", async () => {
    const tenant = await makeTenant('aionvision', 'free');
    const browser = await sessionHeaders(tenant.ownerId, base());
    for (let i = 0; i < 11; i++) {
      const response = await fetch(`${base()}/v1/chat/completions`, {
        method: 'POST',
        headers: { cookie: browser.cookie, origin: browser.origin, 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      });
      expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, null]);
    }
  });

  it('a key in the URL, two keys, and two kinds that differ are refused', async () => {
    const { key } = await makeTenant('headroom', 'free');
    const bearer = { authorization: `Bearer ${key}` };
    const asks: [path: string, headers: Record<string, string>, status: number][] = [
      [`/v1/models?api_key=${key}`, {}, 401],
      [`/v1/models?api_key=${key}`, bearer, 400],
      ['/v1/models', { ...bearer, 'x-api-key': makeSecret('hr_live_') }, 400],
      ['/v1/models', { ...bearer, 'x-api-key': key }, 200],
    ];
    for (const [path, headers, status] of asks) {
      expect((await fetch(base() + path, { headers })).status).toBe(status);
    }
  });
});
