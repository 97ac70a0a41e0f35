import { expect, type Locator, type Page } from '@playwright/test';

export interface WantedKey {
  name: string;
  /** As its option in the list of tiers begins. */
  tier?: string;
  rpm?: string;
  budget?: string;
  period?: 'per month' | 'in all';
}

/** Fills the open dialog "Create key", without creating it. */
export async function fillKeyDialog(page: Page, wanted: WantedKey): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Create key' });
  await dialog.getByLabel('Name', { exact: true }).fill(wanted.name);
  if (wanted.tier) {
    await dialog.getByLabel('Tier').click();
    await page.getByRole('option', { name: wanted.tier }).click();
  }
  if (wanted.rpm) await dialog.getByLabel('Requests per minute').fill(wanted.rpm);
  if (wanted.budget) await dialog.getByLabel('Budget', { exact: true }).fill(wanted.budget);
  if (wanted.period) {
    await dialog.getByLabel('Budget period').click();
    await page.getByRole('option', { name: wanted.period }).click();
  }
  return dialog;
}

/** The dialog that shows the key this once. */
export const revealed = (page: Page, name: string): Locator =>
  page.getByRole('dialog', { name: `${name} is ready` });

/** Presses a copy button and answers what the browser's clipboard then holds. */
export async function copied(page: Page, button: Locator): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button.click();
  await expect(page.getByRole('status').filter({ hasText: 'copied' }).first()).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}
