import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { ask, createKey, limitOf, rateLimit, sdk } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';

/** The admin's page of a workspace, found as an admin finds it. */
async function openWorkspace(page: Page, name: string): Promise<void> {
  await page.goto('/admin/workspaces');
  await page.getByRole('searchbox', { name: 'Search workspaces' }).fill(name);
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Opens an entry of the audit log and answers what it changed. */
async function change(page: Page, what: string | RegExp) {
  await page.getByRole('button', { name: what }).click();
  const { id } = await page.getByRole('button', { name: what }).evaluate((button) => ({
    id: button.getAttribute('aria-controls') ?? '',
  }));
  return page.locator(`[id="${id}"]`);
}

test('an upgrade is in force on the very next request of a live key, with what was used kept, and audited', async ({
  browser,
  context,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId);
  const client = sdk(key);
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 60, remaining: 59 });
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 60, remaining: 58 });

  const admin = await pageOf(browser, demo().admin);
  await openWorkspace(admin, workspace);
  await admin.getByRole('button', { name: 'Change tier' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Change tier' });
  await dialog.getByRole('radio', { name: /^Team/ }).click();
  const comparison = dialog.getByRole('table', { name: 'Limits of Free and Team' });
  await expect(comparison.getByRole('row', { name: /Requests per minute/ })).toContainText(/60.*600/);
  await dialog.getByRole('button', { name: 'Change tier to Team' }).click();
  await expect(admin.getByText(`${workspace} is on Team`)).toBeVisible();

  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 600, remaining: 600 - 2 - 1 });
  expect(await limitOf(key, 'requests', 'month')).toMatchObject({
    limit: 2_000_000,
    used: 3,
    remaining: 1_999_997,
  });

  await admin.goto(`/admin/audit?workspace=${workspaceId}`);
  const entry = await change(admin, `Changed tier of ${workspace}`);
  await expect(entry.locator('del')).toHaveText('free');
  await expect(entry.locator('ins')).toHaveText('team');
});

test('a custom limit is in force on the very next request, over the plan’s number, and audited', async ({
  browser,
  context,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId);
  const client = sdk(key);
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 60, remaining: 59 });

  const admin = await pageOf(browser, demo().admin);
  await openWorkspace(admin, workspace);
  await admin.getByRole('button', { name: 'Set requests per minute' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Set requests per minute' });
  await dialog.getByLabel('Capacity').fill('90');
  await dialog.getByLabel('Note').fill('Launch week');
  await dialog.getByRole('button', { name: 'Set limit' }).click();
  await expect(admin.getByText('Requests per minute set')).toBeVisible();
  const row = admin.getByRole('table', { name: 'Limits' }).getByRole('row', { name: /Requests per minute/ });
  await expect(row).toContainText('custom');
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 90, remaining: 90 - 1 - 1 });

  await admin.getByRole('button', { name: 'Set requests per minute' }).click();
  await dialog.getByLabel('Capacity').fill('120');
  await dialog.getByRole('button', { name: 'Set limit' }).click();
  await expect(dialog).toBeHidden();
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 120, remaining: 120 - 2 - 1 });

  await admin.goto(`/admin/audit?workspace=${workspaceId}`);
  const entries = admin.getByRole('row', { name: `Changed custom limits of ${workspace}` });
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(/Requests per minute.*90.*120/);
});

test('a catalog is renamed and led elsewhere in a form, and the audit log is saved as CSV', async ({
  browser,
}) => {
  const admin = await pageOf(browser, demo().admin);
  await admin.goto('/admin/plans?catalog=zihin');
  await admin.getByRole('button', { name: 'Edit catalog' }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByText('Time zone', { exact: true })).toBeVisible();
  const before = await dialog.getByLabel('Sales e-mail').inputValue();
  await dialog.getByLabel('Upgrade page').fill('no address');
  await dialog.getByRole('button', { name: 'Save catalog' }).click();
  await expect(dialog.getByText('must be a web address')).toBeVisible();
  await dialog.getByLabel('Upgrade page').fill('/plans');
  await dialog.getByLabel('Sales e-mail').fill('more@example.com');
  await dialog.getByRole('button', { name: 'Save catalog' }).click();
  await expect(dialog).toHaveCount(0);
  await admin.goto('/admin/audit?action=catalog');
  await expect(admin.getByText(before)).toBeVisible();
  const download = admin.waitForEvent('download');
  await admin.getByRole('button', { name: 'CSV' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines[0]).toMatch(/^at,action,target_kind/);
  expect(lines[1]).toContain('catalog.update');
  expect(lines[1]).toContain('more@example.com');
});
