import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Credentials } from '../lib/demo/demo-info';

/** Signs up a newcomer with a workspace of their own, and leaves them on the overview. */
export async function signUp(page: Page, workspace = 'Analytical Engines'): Promise<Credentials> {
  const credentials = {
    email: `${randomBytes(6).toString('hex')}@example.com`,
    password: 'correct horse battery',
  };
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
  await page.getByLabel('E-mail').fill(credentials.email);
  await page.getByLabel('Password', { exact: true }).fill(credentials.password);
  await page.getByLabel('Workspace').fill(workspace);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  return credentials;
}

export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
}

export interface WantedKey {
  name: string;
  rpm?: string;
  budget?: string;
}

/** Makes a key by the dialog, copies it, and answers its secret. */
export async function createKey(page: Page, { name, rpm, budget }: WantedKey): Promise<string> {
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Create key' }).first().click();
  return fillKeyDialog(page, { name, rpm, budget });
}

export async function fillKeyDialog(page: Page, { name, rpm, budget }: WantedKey): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Create key' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  if (rpm) await dialog.getByLabel('Requests per minute').fill(rpm);
  if (budget) await dialog.getByLabel('Budget', { exact: true }).fill(budget);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const reveal = page.getByRole('dialog', { name: `${name} is ready` });
  const secret = (await reveal.getByTestId('secret').textContent()) ?? '';
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await reveal.getByRole('button', { name: 'Copy key' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await reveal.getByRole('button', { name: 'Done' }).click();
  return secret;
}
