import { expect, test } from '@playwright/test';
import { demo } from './demo';
import { newcomer, signUp } from './people';

test('a wrong password and an unknown account are told the same, and the right one leads to the page asked for', async ({
  context,
  page,
}) => {
  const { email, password } = await signUp(context);
  await context.clearCookies();
  await page.goto('/keys');
  await expect(page).toHaveURL('/sign-in?callbackUrl=%2Fkeys');
  const enter = async (name: string, word: string) => {
    await page.getByLabel('E-mail').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(word);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  const alert = page.getByRole('alert').filter({ hasText: /./ });
  for (const name of [email, newcomer().email]) {
    await enter(name, 'not the password');
    await expect(alert).toHaveText('This e-mail and password do not fit together. Check both and try again.');
  }
  await enter(email, password);
  await expect(page.getByRole('heading', { level: 1, name: 'API keys' })).toBeVisible();
  await expect(page).toHaveURL('/keys');
});

test('signing out ends the session at once: a copied cookie opens nothing', async ({ context, page }) => {
  const { name } = await signUp(context);
  await page.goto('/');
  const cookie = (await context.cookies()).map((one) => `${one.name}=${one.value}`).join('; ');
  const asThief = async (path: string) =>
    (await fetch(`${demo().baseUrl}${path}`, { headers: { cookie }, redirect: 'manual' })).status;
  expect(await asThief('/v1/quota')).toBe(200);
  expect(await asThief('/api/manage/me')).toBe(200);
  expect(await asThief('/')).toBe(200);

  await page.getByRole('button', { name: `Account of ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();

  expect(await asThief('/v1/quota')).toBe(401);
  expect(await asThief('/v1/models')).toBe(401);
  expect(await asThief('/api/manage/me')).toBe(401);
  expect(await asThief('/')).toBe(307);
});

test('an account that exists is told so, beside its e-mail', async ({ browser, context, page }) => {
  const { email } = await signUp(await browser.newContext());
  await context.clearCookies();
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('Somebody else');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('long enough to be one');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /Sign in instead/ })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toBeFocused();
});
