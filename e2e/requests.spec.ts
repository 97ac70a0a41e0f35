import { expect, test } from '@playwright/test';
import { ask, createKey, sdk } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';

test('a call appears by itself while the page is live, and opens to where every limit stood', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  await page.goto('/requests');
  await expect(page.getByText('Your requests will appear here')).toBeVisible();
  await page.getByRole('switch', { name: 'Live' }).click();
  await expect(page).toHaveURL(/live=true/);
  const { key } = await createKey(context, workspaceId, { name: 'Live one', rpm: 7 });
  await ask(sdk(key));

  const row = page.getByRole('row').filter({ hasText: 'Live one' });
  await expect(row).toContainText('OK');
  await expect(row).toContainText('gpt-4o-mini');
  // With the keyboard alone: the time is the row's button.
  await row.getByRole('button').focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Request' });
  await expect(drawer).toContainText('Answered in full.');
  const minute = drawer.getByRole('listitem').filter({ hasText: 'Requests per minute' });
  await expect(minute).toContainText('0 before, 1 held, 1 after, of 7');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(row.getByRole('button')).toBeFocused();
});

test('a refusal is found by its outcome, and says which limit refused and when it clears', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { name: 'Narrow', rpm: 1 });
  const client = sdk(key);
  await ask(client);
  await expect(ask(client)).rejects.toThrow();

  await page.goto('/requests');
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: 'Refused', exact: true }).click();
  await expect(page).toHaveURL(/outcome=refused/);
  const rows = page.getByRole('row').filter({ hasText: 'Narrow' });
  // Refusals are written every two seconds, and the list does not watch for them unless it is live.
  await expect(async () => {
    await page.reload();
    await expect(rows).toHaveCount(1, { timeout: 2000 });
  }).toPass();
  const row = rows.filter({ hasText: 'Requests per minute of a key' });
  await row.getByRole('button').click();
  const drawer = page.getByRole('dialog', { name: 'Request' });
  await expect(drawer).toContainText('rate_limit_exceeded');
  const minute = drawer.getByRole('listitem').filter({ hasText: 'Requests per minute' }).first();
  await expect(minute).toContainText('Refused here');
  await expect(minute).toContainText('1 of 1, unchanged');
  // The link shows the same to whoever opens it.
  await page.goto(page.url());
  await expect(page.getByRole('dialog', { name: 'Request' })).toContainText('Refused here');
});

test('older requests are loaded page by page, and filters keep to what they say', async ({ browser }) => {
  const acme = demo().workspaces.at(-1);
  if (!acme) throw new Error('The demo has no workspace with history.');
  const page = await pageOf(browser, acme.owner);
  await page.goto('/requests?range=7d');
  const rows = page.getByRole('table', { name: 'Requests' }).locator('tbody tr');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Load older requests' }).click();
  await expect(rows).toHaveCount(100);

  await page.getByRole('combobox', { name: 'Key' }).click();
  await page.getByRole('option', { name: 'Browser sessions' }).click();
  await expect(page).toHaveURL(/key=session/);
  await expect(rows.filter({ hasNotText: 'Browser sessions' })).toHaveCount(0);
  await expect(rows.first()).toContainText('Browser sessions');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows.filter({ hasNotText: 'Browser sessions' }).first()).toBeVisible();
});

test('an id that is no request of the workspace is said so, and can be tried again', async ({
  context,
  page,
}) => {
  await signUp(context);
  await page.goto('/requests');
  await page.getByRole('searchbox', { name: 'Request id' }).fill('0198a000-0000-7000-8000-000000000001');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Request' })).toContainText(
    'There is no request with this id',
  );
});
