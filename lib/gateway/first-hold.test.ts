import { expect, test } from 'vitest';
import { firstHold } from './first-hold';
import { noteHiddenTokens } from './hidden-tokens';
import type { GatewayModel } from './models';

const CLAMP = 8_192;
const model = (upstreamModel: string): GatewayModel => ({
  id: `id of ${upstreamModel}`,
  name: 'm',
  resource: 'chat',
  upstream: {
    id: 'u',
    name: 'u',
    maxInFlight: null,
    baseUrl: 'http://127.0.0.1/v1',
    sealedKey: null,
    connectTimeoutMs: 1,
    firstByteTimeoutMs: 1,
    idleTimeoutMs: 1,
  },
  upstreamModel,
  meter: 'tokens',
  inputPrice: 1,
  outputPrice: 1,
  priceVersion: 1,
  weight: 1,
  contextTokens: 1_000_000,
  maxOutputTokens: CLAMP,
  hidesTokens: false,
  readsImages: false,
  listed: true,
});
const holds = (upstreamModel: string, { stream = true, n = 1, ...fields }: Record<string, unknown> = {}) => {
  const body = { model: 'm', messages: [], ...fields };
  const chat = {
    body,
    model: 'm',
    stream: stream === true,
    includeUsage: false,
    n: Number(n),
    maxTokens: null,
  };
  return firstHold(chat, model(upstreamModel), 'key', CLAMP);
};

test('a stream holds a part of its longest answer, a plain answer all of it, each choice its own', () => {
  expect(holds('gpt-4o')).toBe(CLAMP / 4);
  expect(holds('gpt-4o', { n: 3 })).toBe((3 * CLAMP) / 4);
  expect(holds('gpt-4o', { stream: false })).toBe(CLAMP);
  expect(holds('gpt-4o', { stream: false, n: 2 })).toBe(2 * CLAMP);
});

test.each([
  'o1',
  'o3-mini',
  'openai/o4-mini',
  'gpt-5',
  'gpt-5.1-mini',
  'gemini-2.5-pro',
  'gemini-3-flash',
  'deepseek-reasoner',
  'kimi-k2-thinking',
  'grok-4-fast-reasoning',
])('%s thinks unseen, so its streams hold the worst case', (name) => {
  expect(holds(name)).toBe(CLAMP);
});

test.each(['gpt-4o-mini', 'llama3.1:8b', 'gemma3:27b', 'gemini-2.0-flash', 'foo1', 'gpt-50-sheep'])(
  '%s shows what it is charged for',
  (name) => {
    expect(holds(name)).toBe(CLAMP / 4);
  },
);

test('a request that asks for thinking holds the worst case, one that asks for none does not', () => {
  expect(holds('gemma3:27b', { reasoning_effort: 'low' })).toBe(CLAMP);
  expect(holds('gemma3:27b', { reasoning_effort: 'none' })).toBe(CLAMP / 4);
  expect(holds('gemma3:27b', { reasoning_effort: null })).toBe(CLAMP / 4);
});

test('a model that was caught at it holds the worst case from then on, and no other does', () => {
  noteHiddenTokens(model('secretive'));
  expect(holds('secretive')).toBe(CLAMP);
  expect(holds('secretive-2')).toBe(CLAMP / 4);
});
