import { expect, test } from '@playwright/test';
import { chat } from './calls';
import { demo } from './demo';
import { createKey, signIn, signUp } from './people';

test('a key with 5 requests a minute admits exactly 5 of 8', async ({ page }) => {
  await signUp(page);
  const key = await createKey(page, { name: 'Five a minute', rpm: '5' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => chat(key)));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(5);
  expect(refused).toHaveLength(3);
  for (const { headers, body } of refused) {
    expect(body.error?.code).toBe('rate_limit_exceeded');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(headers.get('x-ratelimit-limit')).toBe('5');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
  }
});

test('a spent budget is answered 402 and never overshot', async ({ page }) => {
  await signUp(page);
  // A call of the demo's model costs 33 micro-dollars: the third would be beyond.
  const key = await createKey(page, { name: 'Small change', budget: '0.0001' });
  const statuses: number[] = [];
  let last = await chat(key);
  for (; last.status === 200 && statuses.length < 20; last = await chat(key)) statuses.push(last.status);
  expect(statuses.length).toBeGreaterThan(0);
  expect(last.status).toBe(402);
  expect(last.body.error?.code).toBe('budget_exceeded');
  expect(last.headers.get('x-should-retry')).toBe('false');
  const quota = await fetch(`${demo().baseUrl}/v1/quota`, { headers: { authorization: `Bearer ${key}` } });
  const { data } = (await quota.json()) as { data: { metric: string; used: number; reserved: number }[] };
  const cost = data.find((limit) => limit.metric === 'cost');
  expect(cost?.reserved).toBe(0);
  expect(cost?.used).toBeLessThanOrEqual(100);
  await page.reload();
  await expect(page.getByRole('row', { name: /Small change/ })).toContainText('$0.0001');
});

test('a session makes 30 calls in a minute untroubled, and the month counts them', async ({ page }) => {
  // Free of zihin allows a key 10 a minute.
  const workspace = demo().workspaces.find((one) => one.catalog === 'zihin');
  if (!workspace) throw new Error('the demo has no zihin workspace');
  await signIn(page, workspace.owner);
  const month = () =>
    page.evaluate(async () => {
      const quota = (await (await fetch('/v1/quota')).json()) as { data: { window: string; used: number }[] };
      return quota.data.find((limit) => limit.window.startsWith('month'))?.used ?? -1;
    });
  const before = await month();
  const statuses = await page.evaluate(async () => {
    const models = (await (await fetch('/v1/models')).json()) as { data: { id: string }[] };
    const body = JSON.stringify({
      model: models.data[0]?.id,
      max_tokens: 5,
      messages: [{ role: 'user', content: 'Hello' }],
    });
    const call = () =>
      fetch('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    const seen: number[] = [];
    for (let i = 0; i < 30; i++) seen.push((await call()).status);
    return seen;
  });
  expect(statuses).toEqual(Array.from({ length: 30 }, () => 200));
  expect(await month()).toBe(before + 30);
});
