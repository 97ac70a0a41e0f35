import { expect, test } from '@playwright/test';
import { demo } from './demo';
import { pageOf, signUp } from './people';

test('an admin acts in a workspace: looks, is kept from changes until they allow them, stops; all of it audited', async ({
  browser,
  context,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const page = await pageOf(browser, demo().admin);
  await page.goto(`/admin/workspaces/${workspaceId}`);
  await page.getByRole('button', { name: 'Act in workspace' }).click();
  const dialog = page.getByRole('dialog', { name: `Act in ${workspace}` });
  await dialog.getByLabel('Reason').fill('They asked for help');
  await dialog.getByRole('button', { name: 'Act in workspace' }).click();

  const bar = page.getByRole('region', { name: 'Acting as an administrator' });
  await expect(bar).toContainText(`You act in ${workspace} as an administrator.`, { timeout: 30_000 });
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  const write = () =>
    page.request.patch(`/api/manage/workspaces/${workspaceId}`, {
      headers: { origin: demo().baseUrl },
      data: { name: `${workspace} renamed` },
    });
  expect((await write()).status()).toBe(403);
  expect((await page.goto('/admin/workspaces'))?.status()).toBe(404);

  await page.goto('/plans');
  await bar.getByRole('button', { name: 'Allow changes' }).click();
  await expect(bar).toContainText('audited as yours');
  expect((await write()).status()).toBe(200);
  await bar.getByRole('button', { name: 'Stop acting' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${workspace} renamed` })).toBeVisible();
  await expect(bar).toHaveCount(0);
  for (const entry of [
    /Began to act in/,
    /Allowed changes while acting in/,
    /Renamed workspace/,
    /Stopped acting in/,
  ])
    await expect(page.getByRole('button', { name: entry })).toBeVisible();
});
