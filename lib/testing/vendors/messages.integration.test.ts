import { afterAll, beforeAll, expect, it } from 'vitest';
import { admit } from '../../admission/admit';
import type { DemoUpstream } from '../../demo/upstream/server';
import { chatMessagesWork } from '../../gateway/chat-messages';
import { gatewayForTests } from '../gateway';
import { waitForTheStore } from '../patient';
import { scaled } from '../proof';
import { sessionHeaders } from '../session';
import { usedBefore } from './clocked';
import { keyHeaders, MESSAGES, PER_MINUTE } from './published';
import { makeTenant } from './tenant';

/** AIOnVision's chat messages per month: reached and not passed, by keys, and on FREE by the browser. */

let upstream: DemoUpstream;
beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const DECEMBER = Date.UTC(2026, 11, 1);
const JANUARY = Date.UTC(2027, 0, 1);
const MINUTE_MS = 61_000;
const body = JSON.stringify({ message: 'x', model: 'demo-tokens-1', max_tokens: 1 });

it.each(MESSAGES)(
  '%s: %i messages per month',
  async (plan, messages) => {
    const tenant = await makeTenant('aionvision', plan);
    const byKey = plan !== 'free';
    const who = byKey
      ? keyHeaders('aionvision', tenant.key)
      : { ...(await sessionHeaders(tenant.ownerId)), 'x-headroom-workspace': tenant.id };
    const headers = { 'content-type': 'application/json', ...who };
    const send = (atMs: number) =>
      admit(
        new Request('http://127.0.0.1/v1/chat/messages', { method: 'POST', headers, body }),
        chatMessagesWork,
        atMs,
      );
    const calls = Math.min(messages, scaled(200, 5_000));
    if (messages > calls) {
      await usedBefore(tenant, DECEMBER, { requests: messages - calls, messages: messages - calls });
    }
    const rpm = PER_MINUTE.find(([catalog, p]) => catalog === 'aionvision' && p === plan)?.[2] ?? 10;
    let atMs = DECEMBER + 86_400_000;
    for (let left = calls; left > 0; left -= rpm, atMs += MINUTE_MS) {
      for (let i = 0; i < Math.min(rpm, left); i++) expect((await send(atMs)).status).toBe(200);
    }
    for (const instant of [atMs, JANUARY - 1]) {
      const refused = await send(instant);
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({
        error: {
          code: 'quota_exceeded',
          type: 'insufficient_quota',
          limit: 'workspace:messages/*/month UTC 1',
        },
      });
      expect(refused.headers.get('retry-after')).toBe(`${Math.ceil((JANUARY - instant) / 1000)}`);
      expect(refused.headers.get('x-should-retry')).toBe('false');
      // The fields go on speaking of requests a minute, which a browser has none of.
      expect(refused.headers.get('x-ratelimit-limit')).toBe(byKey ? `${rpm}` : null);
    }
    expect((await send(JANUARY)).status).toBe(200);
  },
  120_000,
);
