import { expect, test } from '@playwright/test';
import OpenAI from 'openai';
import { ask, costMicrosOf, createKey, limitOf, rateLimit, sdk } from './calls';
import { signUp } from './people';

test('5 requests a minute admit exactly 5 of 8; the sixth is told when to come back', async ({ context }) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { rpm: 5 });
  const client = sdk(key);
  for (const remaining of [4, 3, 2, 1, 0]) {
    expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 5, remaining });
  }
  for (let call = 6; call <= 8; call++) {
    const refusal = await ask(client).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OpenAI.RateLimitError);
    const { code, headers } = refusal as InstanceType<typeof OpenAI.RateLimitError>;
    expect(code).toBe('rate_limit_exceeded');
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(rateLimit(headers)).toEqual({ limit: 5, remaining: 0 });
  }
  expect((await limitOf(key, 'requests', 'month')).used).toBe(5);
});

test('of 8 calls at once exactly 5 are admitted', async ({ context }) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { rpm: 5 });
  const client = sdk(key);
  const calls = await Promise.allSettled(Array.from({ length: 8 }, () => ask(client)));
  const refused = calls.filter((call) => call.status === 'rejected').map((call) => call.reason);
  expect(refused).toHaveLength(3);
  for (const reason of refused) expect(reason).toBeInstanceOf(OpenAI.RateLimitError);
});

test('a spent budget is 402, never overshot, and the SDK with its default retries tries once', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const budget = { amount: '0.0001', period: 'lifetime' };
  const { key } = await createKey(context, workspaceId, { name: 'Small change', budget });
  let tries = 0;
  const counting: typeof fetch = (input, init) => {
    tries++;
    return fetch(input, init);
  };
  const client = sdk(key, { maxRetries: 2, fetch: counting });
  let spentMicros = 0;
  let admitted = 0;
  let refusal: unknown;
  while (refusal === undefined) {
    const usage = await ask(client).then(
      (answer) => answer.usage,
      (error: unknown) => {
        refusal = error;
      },
    );
    if (!usage) break;
    admitted++;
    spentMicros += await costMicrosOf(usage);
    expect(spentMicros).toBeLessThanOrEqual(100);
  }
  expect(admitted).toBeGreaterThan(0);
  expect(refusal).toBeInstanceOf(OpenAI.APIError);
  const { status, code, headers } = refusal as InstanceType<typeof OpenAI.APIError>;
  expect({ status, code }).toEqual({ status: 402, code: 'budget_exceeded' });
  expect(headers?.get('x-should-retry')).toBe('false');
  expect(tries).toBe(admitted + 1);
  expect(await limitOf(key, 'cost', 'lifetime')).toMatchObject({ used: spentMicros, reserved: 0 });

  await page.goto('/keys');
  await expect(page.getByRole('row', { name: /Small change/ })).toContainText('Near budget');
});
