import { expect, test } from '@playwright/test';
import { ask, createKey, rateLimit, sdk } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';

test('a member asks for a plan, an admin approves, and a live key has it on its next request', async ({
  browser,
  context,
  page,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId);
  const client = sdk(key);
  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 60, remaining: 59 });

  await page.goto('/plans');
  const plans = page.getByRole('table', { name: 'Plans of Headroom' });
  await expect(plans.getByRole('row', { name: /Requests per minute/ })).toContainText(/60.*600.*3,000/);
  await plans.getByRole('button', { name: 'Request Team' }).click();
  const asking = page.getByRole('dialog', { name: 'Request Team' });
  await asking.getByLabel('Note').fill('Launch on Monday');
  await asking.getByRole('button', { name: 'Request Team' }).dblclick();
  await expect(page.getByText('Team is requested')).toBeVisible();
  await expect(plans.getByRole('button', { name: 'Request Business' })).toBeDisabled();
  expect(rateLimit((await ask(client)).headers).limit).toBe(60);

  const admin = await pageOf(browser, demo().admin);
  await admin.goto('/admin/upgrade-requests');
  const row = admin.getByRole('row', { name: new RegExp(workspace) });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Launch on Monday');
  await row.getByRole('button', { name: `Approve the request of ${workspace}` }).click();
  const answer = admin.getByRole('dialog', { name: `Approve Team for ${workspace}` });
  await answer.getByLabel('Note').fill('Good luck');
  await answer.getByRole('button', { name: 'Approve Team' }).click();
  await expect(admin.getByText(`${workspace} is on Team`)).toBeVisible();
  await expect(row).toHaveCount(0);

  expect(rateLimit((await ask(client)).headers)).toEqual({ limit: 600, remaining: 600 - 2 - 1 });
  await expect(page.getByText('Request for Team, from Free')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: /Team/ })).toContainText('Current plan');
  await expect(page.getByText('Demo admin: “Good luck”')).toBeVisible();
  await expect(page.getByText('Moved from Free to Team')).toBeVisible();
});

test('with the keyboard alone: ask for a plan, and take it back', async ({ context, page }) => {
  await signUp(context);
  await page.goto('/plans');
  const button = page.getByRole('button', { name: 'Request Business' });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Request Business' });
  await dialog.getByLabel('Note').focus();
  await page.keyboard.type('More, please');
  await dialog.getByRole('button', { name: 'Request Business' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Business is requested')).toBeVisible();
  const withdraw = page.getByRole('button', { name: 'Withdraw request' });
  await withdraw.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('withdrawn', { exact: true })).toBeVisible();
  await expect(button).toBeEnabled();
});
