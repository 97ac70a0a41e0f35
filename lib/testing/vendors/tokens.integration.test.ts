import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoUpstream } from '../../demo/upstream/server';
import { estimateInput } from '../../gateway/estimate';
import { gatewayForTests } from '../gateway';
import { waitForTheStore } from '../patient';
import { figure } from '../proof';
import { type ClockedAnswer, chatAt } from './clocked';
import { TOKENS } from './published';
import { makeTenant } from './tenant';

/**
 * Every plan's tokens: the last answer is cut to exactly what is left of them, and from then on a prompt that
 * no longer fits is refused, until the earliest tokens leave the window.
 */

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const LARGEST = 8_192;
const messages = [{ role: 'user' as const, content: 'x' }];
const chat = { model: `demo-tokens-${LARGEST}`, messages, max_tokens: LARGEST };
/** What is held for the prompt until its true number is known. */
const PROMPT = estimateInput({ model: chat.model, messages }).bound;
const START = Date.UTC(2026, 11, 1, 8);

const spentBy = ({ body }: ClockedAnswer) =>
  (body as { usage: { prompt_tokens: number; completion_tokens: number } }).usage;

it.each(TOKENS)(
  '%s %s: %i tokens',
  async (catalog, plan, tokens, windowMs) => {
    // Many small minutes of requests would say nothing about tokens.
    const agreed = [{ scope: 'key' as const, window: 'rolling 60000', capacity: null }];
    const tenant = await makeTenant(catalog, plan, { agreed });
    let [used, calls] = [0, 0];
    for (let atMs = START; tokens - used > PROMPT; atMs++, calls++) {
      const answer = await chatAt(atMs, tenant, chat);
      expect(answer.status).toBe(200);
      const { prompt_tokens, completion_tokens } = spentBy(answer);
      expect(completion_tokens).toBe(Math.min(LARGEST, tokens - used - PROMPT));
      used += prompt_tokens + completion_tokens;
      expect(used).toBeLessThanOrEqual(tokens);
    }
    const firstLeavesMs = START + windowMs;
    const atMs = START + calls;
    const refused = await chatAt(atMs, tenant, chat);
    const waitMs = firstLeavesMs - atMs;
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    // A slot counts whole until its last use leaves: a sixtieth of the window after the first, at most.
    const retryMs = Number(refused.headers.get('retry-after-ms'));
    expect(retryMs).toBeGreaterThanOrEqual(Math.min(waitMs, 59_999));
    expect(retryMs).toBeLessThanOrEqual(Math.ceil((windowMs * 61) / 60));
    expect(refused.headers.get('Retry-After')).toBe(`${Math.ceil(retryMs / 1000)}`);
    expect(refused.headers.get('x-should-retry')).toBe(windowMs > 60_000 ? 'false' : null);
    expect((await chatAt(atMs + retryMs + 1, tenant, { ...chat, max_tokens: 1 })).status).toBe(200);
    figure(
      `${catalog} ${plan}, ${tokens} tokens: used ${used} in ${calls} calls, the last cut to what was left`,
    );
  },
  60_000,
);
