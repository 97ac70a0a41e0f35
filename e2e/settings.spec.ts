import { expect, test } from '@playwright/test';
import { newcomer, pageOf, signIn, signUp } from './people';

test('an invitation link lets a newcomer join; their role is changed and they are removed', async ({
  browser,
  context,
  page,
}) => {
  const { workspace } = await signUp(context);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const link = await dialog.getByLabel('Invitation link').inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('table', { name: 'Invitations' })).toContainText('whoever has the link');

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { name: `Join ${workspace}` })).toBeVisible();
  await other.getByRole('link', { name: 'Create an account' }).click();
  const person = newcomer();
  await other.getByLabel('Name').fill('Lin Okafor');
  await other.getByLabel('E-mail').fill(person.email);
  await other.getByLabel('Password', { exact: true }).fill(person.password);
  await other.getByRole('button', { name: 'Create account' }).click();
  await expect(other.getByRole('button', { name: `Workspace ${workspace}. Switch workspace` })).toBeVisible();

  await page.reload();
  const row = page.getByRole('row', { name: /Lin Okafor/ });
  await row.getByRole('combobox', { name: 'Role of Lin Okafor' }).click();
  await page.getByRole('option', { name: 'viewer' }).click();
  await expect(page.getByText('Lin Okafor is viewer now')).toBeVisible();
  await row.getByRole('button', { name: 'Remove Lin Okafor' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove member' }).click();
  await expect(row).toHaveCount(0);
  await other.goto('/keys');
  await expect(other.getByText('You are not a member of any workspace')).toBeVisible();
});

test('somebody with an account joins by signing in; a used link says that it is over', async ({
  browser,
  context,
  page,
}) => {
  const { workspace } = await signUp(context);
  const guest = await (await browser.newContext()).newPage();
  await signUp(guest.context());
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Invite member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const link = await dialog.getByLabel('Invitation link').inputValue();
  await guest.goto(link);
  await guest.getByRole('button', { name: `Join ${workspace}` }).click();
  await expect(guest.getByRole('button', { name: `Workspace ${workspace}. Switch workspace` })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
});

test('a new password signs the other browser out', async ({ browser, context, page }) => {
  const person = await signUp(context);
  const other = await pageOf(browser, person);
  await page.goto('/settings?tab=profile');
  await page.getByLabel('Current password').fill(person.password);
  const next = `${person.password}-2`;
  await page.getByLabel('New password').fill(next);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();
  expect((await other.request.get('/api/manage/me')).status()).toBe(401);
  await signIn(other.context(), { email: person.email, password: next });
});
