import { expect, test } from '@playwright/test';
import { manage } from './calls';
import { demo } from './demo';
import { watch } from './watch';

test('anyone reads the rate limits of their offer, with code for this address', async ({ context, page }) => {
  const trouble = watch(context);
  await page.goto('/docs');
  await page
    .getByRole('navigation', { name: 'Docs', exact: true })
    .getByRole('link', { name: 'Zihin' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Zihin rate limits' })).toBeVisible();
  const plans = page.getByRole('region', { name: 'Plans of Zihin' });
  await expect(plans.getByRole('row', { name: /Requests \/ day/ })).toContainText(
    /100.*1,000.*10,000.*Custom/,
  );

  await page.getByRole('tab', { name: 'Requests / month' }).click();
  await expect(page.getByText('"message": "Monthly quota exceeded"')).toBeVisible();
  const plain = page.getByRole('tabpanel').filter({ hasText: 'urllib.request' });
  await expect(plain).toContainText(`URL = "${demo().baseUrl}/api/v3/llm/call"`);
  expect(trouble).toEqual({ elsewhere: [], errors: [] });
});

test('the link in an error leads to the row of its code', async ({ page }) => {
  await page.goto('/docs/rate-limits/priority#quota_exceeded');
  await expect(page.locator('#quota_exceeded')).toBeInViewport();
  await expect(page.locator('#quota_exceeded')).toContainText('429');
});

test('every page has a Markdown twin, and programs find them all', async ({ request }) => {
  const index = await (await request.get('/llms.txt')).text();
  const twins = [...index.matchAll(/\]\((\S+\.md)\)/g)].map(([, url = '']) => url);
  expect(twins.length).toBeGreaterThan(10);
  for (const url of twins) {
    const [page, twin] = [await request.get(url.replace(/\.md$/, '')), await request.get(url)];
    expect([url, page.status(), twin.status()]).toEqual([url, 200, 200]);
    expect(twin.headers()['content-type']).toBe('text/markdown; charset=utf-8');
    expect(await twin.text()).toMatch(/^# /);
  }
  expect((await request.get('/docs/rate-limits/nobody.md')).status()).toBe(404);
  expect((await request.get('/docs/rate-limits/nobody')).status()).toBe(404);
});

test('the OpenAPI document speaks of this address, and the reference lists its calls', async ({
  page,
  request,
}) => {
  const document = (await (await request.get('/openapi.json')).json()) as {
    servers: { url: string }[];
    paths: Record<string, object>;
  };
  expect(document.servers).toEqual([{ url: demo().baseUrl }]);
  expect(Object.keys(document.paths).length).toBeGreaterThan(50);
  await page.goto('/docs/api');
  await page.getByRole('link', { name: /Create a key/ }).click();
  await expect(page).toHaveURL(/\/docs\/api\/keys#createKey$/);
  await expect(page.getByRole('region', { name: 'curl for Create a key' })).toContainText(demo().baseUrl);
});

test('an edited plan is on the public page at once', async ({ page }) => {
  const { body } = await manage<{ plans: { id: string; slug: string; name: string }[] }>(
    'GET',
    '/catalogs/headroom',
  );
  const plan = body.plans.find(({ slug }) => slug === 'business');
  await manage('PATCH', `/plans/${plan?.id}`, { name: 'Business (edited)' });
  try {
    await page.goto('/docs/rate-limits/headroom');
    await expect(page.getByRole('columnheader', { name: 'Business (edited)' })).toBeVisible();
  } finally {
    await manage('PATCH', `/plans/${plan?.id}`, { name: plan?.name });
  }
});
