import type { BrowserContext } from '@playwright/test';
import OpenAI from 'openai';
import type { KeyView } from '../lib/keys/schema';
import type { CatalogView, LimitView } from '../lib/plans/schema';
import { demo } from './demo';

export const QUESTION = [{ role: 'user' as const, content: 'How much is left?' }];
export const MODEL = 'gpt-4o-mini';

/** The official SDK as a program of the key's holder sets it up, without its retries. */
export const sdk = (apiKey: string, options: { maxRetries?: number; fetch?: typeof fetch } = {}): OpenAI =>
  new OpenAI({ baseURL: `${demo().baseUrl}/v1`, apiKey, maxRetries: 0, ...options });

/** One call by the SDK: what it answered, and the headers of the answer. */
export async function ask(client: OpenAI, model = MODEL) {
  const { data, response } = await client.chat.completions
    .create({ model, messages: QUESTION })
    .withResponse();
  if (!data.usage) throw new Error('the answer tells no usage');
  return { usage: data.usage, headers: response.headers };
}

/** `X-RateLimit-Limit` and `-Remaining` of an answer, as numbers. */
export const rateLimit = (headers: Headers) => ({
  limit: Number(headers.get('x-ratelimit-limit')),
  remaining: Number(headers.get('x-ratelimit-remaining')),
});

/** A limit as its key sees it now. */
export async function limitOf(key: string, metric: string, window: string): Promise<LimitView> {
  const response = await fetch(`${demo().baseUrl}/v1/quota`, { headers: { authorization: `Bearer ${key}` } });
  const { data } = (await response.json()) as { data: LimitView[] };
  const found = data.find((limit) => limit.metric === metric && limit.window.startsWith(window));
  if (!found) throw new Error(`no ${metric} limit per ${window} in ${JSON.stringify(data)}`);
  return found;
}

/** A key made by its owner's session through the management API. */
export async function createKey(
  context: BrowserContext,
  workspaceId: string,
  input: object = {},
): Promise<KeyView & { key: string }> {
  const response = await context.request.post(`/api/manage/workspaces/${workspaceId}/keys`, {
    headers: { origin: demo().baseUrl },
    data: { name: 'Production', ...input },
  });
  if (response.status() !== 201) throw new Error(`no key was made: ${await response.text()}`);
  return (await response.json()) as KeyView & { key: string };
}

/** A call to the management API as the platform admin. */
export async function manage<T>(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${demo().baseUrl}/api/manage${path}`, {
    method,
    headers: { authorization: `Bearer ${demo().managementToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** What a call of these tokens costs in micro-dollars, by the catalog's own prices. */
export async function costMicrosOf(usage: OpenAI.CompletionUsage, model = MODEL): Promise<number> {
  const { body } = await manage<CatalogView>('GET', '/catalogs/headroom');
  const price = body.models.find(({ name }) => name === model);
  if (!price) throw new Error(`${model} has no price`);
  const { prompt_tokens: input, completion_tokens: output } = usage;
  return Math.ceil((input * price.input_price + output * price.output_price) / 1_000_000);
}
