import { expect, test } from '@playwright/test';
import { createKey } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';

/** A well-formed id that nothing has. */
const MISSING = '0199d1a0-0000-7000-8000-000000000000';

test('a member cannot open admin pages: they are not there', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  for (const path of ['', '/workspaces', `/workspaces/${workspaceId}`, '/audit']) {
    expect((await page.goto(`/admin${path}`))?.status(), path).toBe(404);
  }
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Overview', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
});

test('another tenant’s key and workspace answer exactly as missing ones do', async ({
  browser,
  context,
  page,
}) => {
  const mine = await signUp(context);
  const theirs = await browser.newContext();
  const { workspaceId } = await signUp(theirs);
  const { id: foreign } = await createKey(theirs, workspaceId, { name: 'Theirs' });

  expect((await page.goto(`/keys/${foreign}`))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  expect((await page.goto(`/keys/${MISSING}`))?.status()).toBe(404);

  const headers = { origin: demo().baseUrl };
  const answer = async (method: string, path: string) => {
    const response = await page.request.fetch(`/api/manage${path}`, { method, headers });
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return { status: response.status(), code: error.code, message: error.message };
  };
  for (const [method, path] of [
    ['GET', '/keys/ID'],
    ['DELETE', '/keys/ID'],
    ['GET', '/keys/ID/quota'],
  ] as const) {
    const refused = await answer(method, path.replace('ID', foreign));
    expect(refused, `${method} ${path}`).toMatchObject({ status: 404, code: 'not_found' });
    expect(await answer(method, path.replace('ID', MISSING))).toEqual(refused);
  }
  for (const path of ['', '/keys', '/quota', '/overview']) {
    const refused = await answer('GET', `/workspaces/${workspaceId}${path}`);
    expect(refused, path).toMatchObject({ status: 404, code: 'not_found' });
    expect(await answer('GET', `/workspaces/${MISSING}${path}`)).toEqual(refused);
  }
  expect((await page.request.get(`/api/manage/workspaces/${mine.workspaceId}/keys`)).status()).toBe(200);
  expect((await theirs.request.get(`/api/manage/keys/${foreign}`)).status()).toBe(200);
});

test('a platform admin opens what a member cannot', async ({ browser, context }) => {
  const { workspaceId, workspace } = await signUp(context);
  const admin = await pageOf(browser, demo().admin);
  expect((await admin.goto(`/admin/workspaces/${workspaceId}`))?.status()).toBe(200);
  await expect(admin.getByRole('heading', { level: 1, name: workspace })).toBeVisible();
});

test('a stranger is sent to sign in by a 307 and comes back to where they wanted to go', async ({ page }) => {
  const { baseUrl } = demo();
  for (const [path, callback] of [
    ['/', '/'],
    ['/keys?status=revoked', '/keys?status=revoked'],
    ['/admin/audit', '/admin/audit'],
  ] as const) {
    const response = await page.request.get(path, { maxRedirects: 0 });
    expect(response.status(), path).toBe(307);
    const location = new URL(response.headers().location ?? '', baseUrl);
    expect(location.pathname).toBe('/sign-in');
    expect(location.searchParams.get('callbackUrl')).toBe(callback);
  }
});
