import { type BrowserContext, expect, test } from '@playwright/test';
import type { CreatedKeyView } from '../lib/keys/schema';
import type { PlanDetailView } from '../lib/workspaces/plans/schema';
import type { WorkspaceView } from '../lib/workspaces/schema';
import { ask, limitOf, manage, sdk } from './calls';
import { demo } from './demo';
import { newcomer, pageOf, signUp } from './people';

/** A plan that nobody else is on, and a key on it with five requests in this minute. */
async function busyPlan(context: BrowserContext) {
  const slug = newcomer().email.replace(/\W/g, '-').slice(0, 20);
  const limits = [{ metric: 'requests', scope: 'key', window: 'rolling 60000', limit: 60 }];
  const plan = await manage<PlanDetailView>('POST', '/catalogs/priority/plans', {
    slug,
    name: slug,
    limits,
  });
  expect(plan.status).toBe(201);
  // A newcomer's: the admin is a member nowhere, and stays so.
  await signUp(context);
  const opened = await context.request.post('/api/manage/workspaces', {
    headers: { origin: demo().baseUrl },
    data: { name: slug, catalog: 'priority' },
  });
  expect(opened.status()).toBe(201);
  const { id } = (await opened.json()) as WorkspaceView;
  await manage('PATCH', `/workspaces/${id}`, { plan: slug });
  const made = await manage<CreatedKeyView>('POST', `/workspaces/${id}/keys`, { name: 'Replayed' });
  const client = sdk(made.body.key);
  const { data } = await client.models.list();
  const model = data[0]?.id ?? '';
  for (let i = 0; i < 5; i++) await ask(client, model);
  return { slug, key: made.body.key, client, model };
}

test('a plan is replayed before it is saved: whose requests it refuses, and by which limit', async ({
  browser,
  context,
}) => {
  const { slug, key, client, model } = await busyPlan(context);
  const page = await pageOf(browser, demo().admin);
  await page.goto(`/admin/plans?catalog=priority&plan=${slug}`);
  const amount = page.getByLabel('Amount of requests per minute, in requests');
  await amount.fill('3');
  await expect(page.getByText('Changed: requests per minute.')).toBeVisible();
  await page.getByRole('button', { name: 'Replay 24 hours' }).click();
  await expect(page.getByText('2 of 5 requests would have been refused (40%)')).toBeVisible({
    timeout: 30_000,
  });
  const refused = page.getByRole('table', { name: 'Keys that would be refused' });
  await expect(refused.getByRole('row', { name: /Replayed/ })).toContainText(
    /5.*2.*0.*Requests per minute \(3\)/,
  );
  expect((await limitOf(key, 'requests', 'rolling 60000')).limit).toBe(60);

  // Saved, it is in force on the next request, and what was used counts.
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByText(`${slug} saved`)).toBeVisible();
  await expect(page.getByText('No changes.')).toBeVisible();
  await expect(ask(client, model)).rejects.toMatchObject({ status: 429 });
  expect((await limitOf(key, 'requests', 'rolling 60000')).limit).toBe(3);

  // As text, with a slip that is named and then put right.
  await page.getByRole('tab', { name: 'Text' }).click();
  const text = page.getByLabel('The plan as JSON');
  await text.fill((await text.inputValue()).replace('"limit": 3', '"limit": -3'));
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByText(/limits\.0\.limit/)).toBeVisible();
  await text.fill((await text.inputValue()).replace('"limit": -3', '"limit": 100'));
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByText('No changes.')).toBeVisible();
  await ask(client, model);
  expect((await limitOf(key, 'requests', 'rolling 60000')).limit).toBe(100);
});
