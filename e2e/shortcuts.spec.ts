import { expect, test } from '@playwright/test';
import { createKey } from './calls';
import { inspect } from './inspect';
import { signUp } from './people';

test('single keys open pages, the search and their own list, and can be switched off for good', async ({
  context,
  page,
}) => {
  await signUp(context);
  await page.goto('/');
  const { keyboard } = page;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  await expect(heading('Overview')).toBeVisible();
  // Listening begins when the page has come to life.
  await expect(async () => {
    await keyboard.press('g');
    await keyboard.press('u');
    await expect(heading('Usage')).toBeVisible({ timeout: 2000 });
  }).toPass();

  await keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('API keys');
  await expect(sheet).not.toContainText('Audit log');
  expect(await inspect(page, 'the sheet of shortcuts')).toEqual([]);
  await sheet.getByRole('switch', { name: 'Single keys' }).click();
  await keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.reload();
  await expect(heading('Usage')).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('k');
  await keyboard.press('?');

  await keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Search pages and keys' });
  await search.fill('shortcuts');
  await keyboard.press('Enter');
  await expect(sheet).toBeVisible();
  await expect(page).toHaveURL('/usage');
  await sheet.getByRole('switch', { name: 'Single keys' }).click();
  await keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'Create key' }).getByLabel('Name')).toBeFocused();
  // What is typed into a field is text.
  await keyboard.type('gu?/c');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('gu?/c');
});

test('the search finds every page that can be opened and every key', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  const { id } = await createKey(context, workspaceId, { name: 'Warehouse robot' });
  await page.goto('/usage');
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const pages = (await links.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search pages and keys' });
  for (const name of pages) await expect(dialog.getByRole('option', { name, exact: true })).toBeAttached();
  await dialog.getByRole('combobox').fill('robot');
  await expect(dialog.getByRole('option', { name: /Warehouse robot/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/keys/${id}`);
});
