import { expect, test } from '@playwright/test';
import { chat, manage } from './calls';
import { demo } from './demo';
import { createKey, signIn, signUp } from './people';

const remaining = (headers: Headers) => Number(headers.get('x-ratelimit-remaining'));

test('an upgrade is in force on the very next request, and what was used stays counted', async ({
  page,
  browser,
}) => {
  const name = `Upgrade ${Date.now()}`;
  await signUp(page, name);
  const key = await createKey(page, { name: 'Production' });
  const before = await chat(key);
  expect(before.headers.get('x-ratelimit-limit')).toBe('60');
  expect(remaining(before.headers)).toBe(59);

  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, demo().admin);
  await admin.goto('/admin/workspaces');
  await admin
    .getByRole('searchbox')
    .or(admin.getByPlaceholder(/search/i))
    .first()
    .fill(name);
  await admin.getByRole('link', { name }).click();
  await admin.getByRole('button', { name: 'Change tier' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Change tier' });
  await dialog.getByRole('radio', { name: /^Team/ }).click();
  await dialog.getByRole('button', { name: /Change tier|Move to Team/ }).click();
  await expect(admin.getByText(`${name} is on Team`)).toBeVisible();

  const after = await chat(key);
  expect(after.headers.get('x-ratelimit-limit')).toBe('600');
  expect(remaining(after.headers)).toBe(598);
});

test('a revoked key is refused on the next request', async ({ page }) => {
  await signUp(page);
  const key = await createKey(page, { name: 'Short life' });
  expect((await chat(key)).status).toBe(200);
  await page.getByRole('button', { name: 'Actions for Short life' }).click();
  await page.getByRole('menuitem', { name: 'Revoke key' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Revoke Short life?' });
  const confirm = dialog.getByRole('textbox');
  if (await confirm.isVisible()) await confirm.fill('Short life');
  await dialog.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('Short life is revoked')).toBeVisible();
  const refused = await chat(key);
  expect(refused.status).toBe(401);
  expect(refused.body.error?.code).toBe('invalid_api_key');
});

test('FREE of aionvision has no keys: none can be made, and those there were are refused', async ({
  page,
}) => {
  const workspace = demo().workspaces.find((one) => one.catalog === 'aionvision');
  if (!workspace) throw new Error('the demo has no aionvision workspace');
  expect((await manage('PATCH', `/workspaces/${workspace.id}`, { plan: 'free' })).status).toBe(200);
  try {
    const refused = await chat(workspace.key);
    expect(refused.status).toBe(403);
    expect(refused.body.error?.code).toBe('api_access_not_in_plan');
    const made = await manage<{ error: { code: string } }>('POST', `/workspaces/${workspace.id}/keys`, {
      name: 'No',
    });
    expect(made).toMatchObject({ status: 403, body: { error: { code: 'api_access_not_in_plan' } } });
    await signIn(page, workspace.owner);
    await page.goto('/keys');
    await page.getByRole('button', { name: 'Create key' }).first().click();
    await expect(page.getByText(/has no API keys/)).toBeVisible();
  } finally {
    await manage('PATCH', `/workspaces/${workspace.id}`, { plan: workspace.plan });
  }
});

test('a member cannot open admin pages or the key of another workspace', async ({ page }) => {
  const [first, second] = demo().workspaces;
  const keys = await manage<{ data: { id: string }[] }>('GET', `/workspaces/${second?.id}/keys`);
  const foreign = keys.body.data[0]?.id;
  expect(foreign).toBeTruthy();
  await signIn(page, first?.owner ?? { email: '', password: '' });
  for (const path of [
    '/admin/workspaces',
    '/admin/audit',
    `/admin/workspaces/${second?.id}`,
    `/keys/${foreign}`,
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
  const own = await page.evaluate(
    async (id) => (await fetch(`/api/manage/keys/${id}`)).status,
    foreign ?? '',
  );
  expect(own).toBe(404);
});
