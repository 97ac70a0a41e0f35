import { expect, type Locator, type Page, test } from '@playwright/test';
import OpenAI from 'openai';
import { ask, createKey, sdk } from './calls';
import { copied, fillKeyDialog, revealed } from './key-dialog';
import { signUp } from './people';

/** Moves the focus on, as a person without a mouse does, until what is wanted has it. */
async function tabTo(
  where: Page | Locator,
  selector: string | RegExp,
  role: 'button' | 'link' | 'textbox' = 'button',
) {
  const page = 'page' in where ? where.page() : where;
  const wanted = where.getByRole(role, { name: selector }).first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 presses of Tab do not reach ${selector}`);
}

test('a key revoked in its row is refused on the next request', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { name: 'Short life' });
  const client = sdk(key);
  await ask(client);

  await page.goto('/keys');
  await page.getByRole('button', { name: 'Actions for Short life' }).click();
  await page.getByRole('menuitem', { name: 'Revoke key' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Revoke Short life?' });
  await expect(dialog).toContainText('This key was used within the last hour.');
  await expect(dialog.getByRole('button', { name: 'Revoke key' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: /Type Short life to confirm/ }).fill('Short life');
  await dialog.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('Short life is revoked')).toBeVisible();

  const refusal = await ask(client).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OpenAI.AuthenticationError);
  expect(refusal).toMatchObject({ status: 401, code: 'invalid_api_key' });
});

test('a key is shown once: closing without a copy asks, and no page shows it again', async ({
  context,
  page,
}) => {
  await signUp(context);
  await page.goto('/keys?create=true');
  const dialog = await fillKeyDialog(page, { name: 'Seen once' });
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const reveal = revealed(page, 'Seen once');
  await reveal.getByRole('button', { name: 'Close' }).last().click();
  const question = page.getByRole('alertdialog', { name: 'Close without copying the key?' });
  await question.getByRole('button', { name: 'Back to the key' }).click();
  const secret = await copied(page, reveal.getByRole('button', { name: 'Copy key' }));
  expect(secret).toMatch(/^hr_live_/);
  await reveal.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Seen once' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Seen once/ })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});

test('a key is created, called with and revoked by the keyboard alone', async ({ context, page }) => {
  await signUp(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/keys');
  const { keyboard } = page;
  await tabTo(page, 'Create key');
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Create key' }).getByLabel('Name')).toBeFocused();
  await keyboard.type('By hand');
  await tabTo(page, 'Requests per minute', 'textbox');
  await keyboard.type('7');
  await tabTo(page, 'Budget', 'textbox');
  await keyboard.type('2.50');
  await keyboard.press('Enter');

  await expect(revealed(page, 'By hand')).toBeVisible();
  await tabTo(page, 'Copy key');
  await keyboard.press('Enter');
  await tabTo(page, 'Done');
  const key = await page.evaluate(() => navigator.clipboard.readText());
  await keyboard.press('Enter');
  await expect(revealed(page, 'By hand')).toBeHidden();
  const client = sdk(key);
  expect((await ask(client)).headers.get('x-ratelimit-limit')).toBe('7');

  await expect(page.getByRole('row', { name: /By hand/ })).toContainText('1 request in the last 36 hours');
  await tabTo(page, 'Actions for By hand');
  await keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Revoke key' })).toBeFocused();
  await keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Revoke By hand?' });
  await expect(dialog).toBeVisible();
  await tabTo(page, /to confirm/, 'textbox');
  await keyboard.type('By hand');
  await tabTo(page, 'Revoke key');
  await keyboard.press('Enter');
  await expect(page.getByText('By hand is revoked')).toBeVisible();
  await expect(ask(client)).rejects.toMatchObject({ status: 401 });
});

test('a key is rotated by the keyboard alone: both secrets work until the former one ends', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const { id, key: former } = await createKey(context, workspaceId, { name: 'By hand' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/keys/${id}`);
  const { keyboard } = page;
  await tabTo(page, 'Rotate key');
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Rotate By hand' });
  const chosen = dialog.getByRole('radio', { checked: true });
  await expect(chosen).toHaveAccessibleName(/^After 15 minutes/);
  for (let presses = 0; presses < 20; presses++) {
    if (await chosen.evaluate((element) => element === document.activeElement)) break;
    await keyboard.press('Tab');
  }
  await keyboard.press('ArrowDown');
  await expect(chosen).toHaveAccessibleName(/^After 1 hour/);
  await tabTo(dialog, 'Rotate key');
  await keyboard.press('Enter');
  await tabTo(page, 'Copy key');
  await keyboard.press('Enter');
  await tabTo(page, 'Done');
  const fresh = await page.evaluate(() => navigator.clipboard.readText());
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(fresh).not.toBe(former);
  await ask(sdk(former));
  await ask(sdk(fresh));
});
