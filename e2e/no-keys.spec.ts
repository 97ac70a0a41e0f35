import { expect, test } from '@playwright/test';
import { ask, manage, sdk } from './calls';
import { demo } from './demo';
import { demoWorkspace, signIn } from './people';

const { id, plan, key, owner } = demoWorkspace('aionvision');
const setPlan = (slug: string) => manage('PATCH', `/workspaces/${id}`, { plan: slug });

test.beforeEach(async () => {
  expect((await setPlan('free')).status).toBe(200);
});
test.afterEach(async () => {
  expect((await setPlan(plan)).status).toBe(200);
});

test('FREE of aionvision cannot create a key: the page shows the way up, the API says 403', async ({
  context,
  page,
}) => {
  await signIn(context, owner);
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create key' });
  await expect(dialog).toContainText('FREE has no API keys');
  await expect(dialog).toContainText('Keys come with STARTER and above.');
  await expect(dialog.getByRole('link', { name: 'See plans' })).toHaveAttribute(
    'href',
    'https://aionvision.tech',
  );
  await expect(dialog.getByRole('textbox')).toHaveCount(0);

  const response = await context.request.post(`/api/manage/workspaces/${id}/keys`, {
    headers: { origin: demo().baseUrl },
    data: { name: 'Not in this plan' },
  });
  expect(response.status()).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: 'api_access_not_in_plan' } });
});

test('the keys of a workspace that fell to FREE are refused with 403 on the next request', async () => {
  await expect(ask(sdk(key))).rejects.toMatchObject({ status: 403 });
  expect((await setPlan(plan)).status).toBe(200);
  await expect(ask(sdk(key))).resolves.toBeTruthy();
});
