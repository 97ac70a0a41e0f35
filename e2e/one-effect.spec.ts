import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { KeyView } from '../lib/keys/schema';
import { ask, createKey, manage, sdk } from './calls';
import { demo } from './demo';
import { copied, fillKeyDialog, revealed } from './key-dialog';
import { pageOf, signIn, signUp } from './people';

/** What was changed in a workspace, newest first, as the audit log names it. */
async function changes(workspaceId: string): Promise<string[]> {
  const { body } = await manage<{ data: { action: string }[] }>('GET', `/audit?workspace=${workspaceId}`);
  return body.data.map(({ action }) => action);
}

const times = (all: string[], action: string): number => all.filter((one) => one === action).length;

const keysOf = async (workspaceId: string): Promise<KeyView[]> =>
  (await manage<{ data: KeyView[] }>('GET', `/workspaces/${workspaceId}/keys`)).body.data;

/** Ends the session of a browser as signing out elsewhere does: the server knows it no more. */
async function endSession(context: BrowserContext): Promise<void> {
  const { data } = (await (await context.request.get('/api/manage/sessions')).json()) as {
    data: { id: string; current: boolean }[];
  };
  for (const { id } of data.filter(({ current }) => current)) {
    const headers = { origin: demo().baseUrl };
    const response = await context.request.delete(`/api/manage/sessions/${id}`, { headers });
    expect(response.ok(), await response.text()).toBe(true);
  }
}

test('a double click creates one key, rotates once and revokes once', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  await page.goto('/keys?create=true');
  const dialog = await fillKeyDialog(page, { name: 'Clicked twice' });
  await dialog.getByRole('button', { name: 'Create key' }).dblclick();
  const created = revealed(page, 'Clicked twice');
  const first = await copied(page, created.getByRole('button', { name: 'Copy key' }));
  await created.getByRole('button', { name: 'Done' }).click();
  expect(await keysOf(workspaceId)).toHaveLength(1);

  await page.getByRole('link', { name: 'Clicked twice' }).click();
  await page.getByRole('button', { name: 'Rotate key' }).click();
  const rotate = page.getByRole('dialog', { name: 'Rotate Clicked twice' });
  await rotate.getByRole('radio', { name: /^After 15 minutes/ }).click();
  await rotate.getByRole('button', { name: 'Rotate key' }).dblclick();
  await expect(page.getByRole('button', { name: 'Copy key', exact: true })).toBeVisible();
  // A second rotation would have ended the first secret's overlap.
  expect(times(await changes(workspaceId), 'key.rotate')).toBe(1);
  await ask(sdk(first));
  await copied(page, page.getByRole('button', { name: 'Copy key', exact: true }));
  await page.getByRole('button', { name: 'Done' }).click();

  await page.reload();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  const question = page.getByRole('alertdialog', { name: 'Revoke Clicked twice?' });
  await question.getByRole('textbox').fill('Clicked twice');
  await question.getByRole('button', { name: 'Revoke key' }).dblclick();
  await expect(page.getByText('Clicked twice is revoked')).toBeVisible();
  const all = await changes(workspaceId);
  expect([times(all, 'key.create'), times(all, 'key.rotate'), times(all, 'key.revoke')]).toEqual([1, 1, 1]);
});

test('two tabs change different limits of one key: both hold, none is undone', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  const { id } = await createKey(context, workspaceId, { name: 'Shared', rpm: 30 });
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(`/keys/${id}`);
  const save = async (tab: Page, field: string, value: string) => {
    await tab.getByLabel(field, { exact: true }).fill(value);
    await tab.getByRole('button', { name: 'Save limits' }).click();
    await expect(tab.getByText('Limits saved').first()).toBeVisible();
  };
  await save(page, 'Requests per minute', '12');
  await save(other, 'Budget', '3.50');
  const [key] = await keysOf(workspaceId);
  expect(key).toMatchObject({ rpm: 12, budget: { limit_micros: 3_500_000 } });
});

test('two tabs answer one upgrade request: the first is done, the second is told so', async ({
  browser,
  context,
}) => {
  const { workspaceId, workspace } = await signUp(context);
  const path = `/workspaces/${workspaceId}/upgrade-requests`;
  const headers = { origin: demo().baseUrl };
  const asked = await context.request.post(`/api/manage${path}`, { headers, data: { plan: 'team' } });
  expect(asked.status()).toBe(201);
  const admin = await pageOf(browser, demo().admin);
  const second = await admin.context().newPage();
  for (const tab of [admin, second]) {
    await tab.goto('/admin/upgrade-requests');
    await tab.getByRole('button', { name: `Approve the request of ${workspace}` }).click();
    await expect(tab.getByRole('button', { name: 'Approve Team' })).toBeEnabled();
  }
  await admin.getByRole('button', { name: 'Approve Team' }).dblclick();
  await expect(admin.getByText(`${workspace} is on Team`)).toBeVisible();
  await second.getByRole('button', { name: 'Approve Team' }).click();
  await expect(second.getByRole('dialog').getByRole('alert')).toContainText('approved');
  expect(times(await changes(workspaceId), 'upgrade.approve')).toBe(1);
  await admin.context().close();
});

test('a key revoked while its page is open cannot be changed there: it says why', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const { id } = await createKey(context, workspaceId, { name: 'Ended', rpm: 30 });
  await page.goto(`/keys/${id}`);
  await page.getByLabel('Requests per minute', { exact: true }).fill('5');
  expect((await manage('DELETE', `/keys/${id}`)).status).toBe(200);
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect(
    page
      .getByRole('main')
      .getByText(/revoked/i)
      .first(),
  ).toBeVisible();
  expect((await keysOf(workspaceId)).find((key) => key.id === id)).toMatchObject({
    rpm: 30,
    status: 'revoked',
  });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Save limits' })).toHaveCount(0);
});

test('a session that ends under an open form loses nothing: sign in in a new tab, come back and send it', async ({
  context,
  page,
}) => {
  const person = await signUp(context);
  await page.goto('/keys?create=true');
  const dialog = await fillKeyDialog(page, { name: 'Typed before', rpm: '9', budget: '1.25' });
  await endSession(context);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const told = page.getByRole('alertdialog', { name: 'You are signed out' });
  await expect(told).toContainText('what you typed here is still here');
  await expect(page.getByText('Your session has ended.')).toBeAttached();
  expect(await keysOf(person.workspaceId)).toEqual([]);

  const opened = context.waitForEvent('page');
  await told.getByRole('button', { name: 'Sign in' }).click();
  const tab = await opened;
  await expect(tab.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(context, person);
  await tab.close();
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByText('You are signed in again')).toBeVisible();
  await expect(told).toBeHidden();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Typed before');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(revealed(page, 'Typed before')).toBeVisible();
  expect(await keysOf(person.workspaceId)).toMatchObject([{ name: 'Typed before', rpm: 9 }]);
});
