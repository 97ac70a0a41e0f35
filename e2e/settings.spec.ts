import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { createKey } from './calls';
import { demo } from './demo';
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
  // What is read again beside the members comes after them: the row that asked is gone when all is there.
  await page.route('**/invites*', async (route) => {
    await expect(row).toHaveCount(0);
    await route.continue();
  });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove member' }).click();
  await expect(page.getByText('Lin Okafor removed')).toBeVisible();
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

test('the owner lists a page that may call, takes the records away and deletes the workspace by its name', async ({
  context,
  page,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId);
  await page.goto('/settings?tab=workspace');
  // A field that is drawn takes no Enter before its script is there.
  await expect(async () => {
    await page.getByLabel('Origins').fill('https://app.example.com/a/path');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Save pages' })).toBeEnabled({ timeout: 1000 });
  }).toPass();
  await page.getByRole('button', { name: 'Save pages' }).click();
  await expect(page.getByText('Pages saved')).toBeVisible();
  const models = () =>
    page.request.get('/v1/models', {
      headers: { authorization: `Bearer ${key}`, origin: 'https://app.example.com' },
    });
  expect((await models()).headers()['access-control-allow-origin']).toBe('https://app.example.com');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download export' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^headroom-engines-[0-9a-f]{8}-\d{4}-\d\d-\d\d\.zip$/);
  expect(
    readFileSync(await file.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');

  await page.getByRole('button', { name: 'Delete workspace' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Delete workspace' })).toBeDisabled();
  await dialog.getByLabel(`Type ${workspace} to confirm`).fill(workspace);
  await page.keyboard.press('Enter');
  await expect(page.getByText('You are not a member of any workspace')).toBeVisible();
  expect((await models()).status()).toBe(401);
});

test('an admin hands over a link, and the person sets a new password by it, once', async ({
  browser,
  context,
  page,
}) => {
  const person = await signUp(context);
  const admin = await pageOf(browser, demo().admin);
  await admin.goto(`/admin/workspaces/${person.workspaceId}`);
  await admin.getByRole('button', { name: `Reset the password of ${person.name}` }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  const link = await dialog.getByLabel('Link to set a password').inputValue();

  const other = await (await browser.newContext()).newPage();
  await other.goto('/sign-in');
  await other.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(other.getByText('Ask whoever runs this Headroom')).toBeVisible();
  await other.goto(link);
  await other.getByLabel('New password', { exact: true }).fill('short');
  await other.keyboard.press('Enter');
  await expect(other.getByText('Must have at least 10 characters.')).toBeVisible();
  await other.getByLabel('New password', { exact: true }).fill('quite a new password');
  await other.keyboard.press('Enter');
  await expect(
    other.getByRole('button', { name: `Workspace ${person.workspace}. Switch workspace` }),
  ).toBeVisible();
  // The browser that was signed in before is not any more.
  await page.goto('/keys');
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fkeys$/);
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'This link is over' })).toBeVisible();
});
