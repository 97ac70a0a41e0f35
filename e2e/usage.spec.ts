import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { demo } from './demo';
import { pageOf } from './people';

/** The demo's workspace with a month of history, by its owner. */
function historyOwner() {
  const found = demo().workspaces.at(-1);
  if (!found) throw new Error('The demo has no workspace with history.');
  return found.owner;
}

/** The exact total of a measure, as its tile tells it on hover. */
async function total(page: Page, measure: string): Promise<number> {
  const figure = page.getByRole('tab', { name: measure }).locator('[title]').first();
  return Number((await figure.getAttribute('title'))?.replaceAll(',', ''));
}

test('the totals, the breakdown and the CSV of a month tell the same figures', async ({ browser }) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage?range=30d&group=model&zone=utc');
  const table = page.getByRole('table', { name: 'Totals by model' });
  await expect(table).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  const [head = '', ...lines] = fs
    .readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  const column = head.split(',').indexOf('requests');
  const ofCsv = lines.reduce((sum, line) => sum + Number(line.split(',')[column]), 0);
  expect(ofCsv).toBeGreaterThan(10_000);
  expect(await total(page, 'Requests')).toBe(ofCsv);
  const cells = await table
    .getByRole('row')
    .filter({ hasNotText: 'Model' })
    .getByRole('cell')
    .allInnerTexts();
  const requests = cells.filter((_, i) => i % 7 === 2).map((text) => Number(text.replaceAll(',', '')));
  expect(requests.at(-1)).toBe(ofCsv);
  expect(requests.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(ofCsv);
});

test('a link shows what its sender saw: range, grouping, measure, zone and the group picked', async ({
  browser,
}) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage');
  await page.getByRole('tab', { name: '7 days' }).click();
  await page.getByRole('combobox', { name: 'Time zone' }).click();
  await page.getByRole('option', { name: 'UTC' }).click();
  await page.getByRole('tab', { name: /^Refusals/ }).click();
  await page.getByRole('button', { name: 'Nightly reports' }).click();
  await expect(page.getByRole('figure', { name: 'Refusals of Nightly reports' })).toBeVisible();
  await expect(page).toHaveURL(/only=/);

  const reader = await pageOf(browser, historyOwner());
  await reader.goto(page.url());
  const figure = reader.getByRole('figure', { name: 'Refusals of Nightly reports' });
  await expect(figure).toContainText('per hour · UTC');
  await expect(reader.getByRole('tab', { name: '7 days' })).toHaveAttribute('aria-selected', 'true');
  expect(await total(reader, 'Refusals')).toBe(await total(page, 'Refusals'));
});

test('narrowed to one key, the tiles, the table and the link to it tell that key alone', async ({
  browser,
}) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage?range=30d&zone=utc');
  const byKey = page.getByRole('table', { name: 'Totals by key' });
  const cell = byKey.getByRole('row').filter({ hasText: 'Search ranking' }).getByRole('cell').nth(2);
  const calls = Number((await cell.innerText()).replaceAll(',', ''));
  await page.getByRole('button', { name: 'Search ranking' }).click();
  await page.getByRole('button', { name: 'Filter the page by this key' }).click();
  await expect(page.getByRole('table', { name: 'Totals by model' })).toBeVisible();
  await expect(page.getByText('Key: Search ranking')).toBeVisible();
  expect(await total(page, 'Requests')).toBe(calls);

  const reader = await pageOf(browser, historyOwner());
  await reader.goto(page.url());
  await expect(reader.getByText('Key: Search ranking')).toBeVisible();
  expect(await total(reader, 'Requests')).toBe(calls);
  await reader.getByRole('button', { name: 'Show every key again' }).click();
  await expect.poll(() => total(reader, 'Requests')).toBeGreaterThan(calls);
});

test('latency has its own chart and table, and the period before can be left out', async ({ browser }) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage?range=7d&zone=utc');
  const figure = page.getByRole('figure', { name: 'Requests by key' });
  await expect(figure.getByText('Period before')).toBeVisible();
  await figure.getByRole('button', { name: 'Compare' }).click();
  await expect(page).toHaveURL(/compare=false/);
  await expect(figure.getByText('Period before')).toBeHidden();
  await page.getByRole('tab', { name: /^Latency/ }).click();
  await expect(page.getByRole('figure', { name: 'Time to the whole answer' })).toContainText('p99');
  await page.getByRole('combobox', { name: 'Time to' }).click();
  await page.getByRole('option', { name: 'First byte' }).click();
  await expect(page.getByRole('figure', { name: 'Time to the first byte' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Latency by key' })).toContainText('Search ranking');
});

test('the chart is read with the keyboard alone', async ({ browser }) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage?range=7d&interval=day&zone=utc');
  const chart = page.getByRole('application', { name: /^Requests by key/ });
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.recharts-tooltip-wrapper')).toContainText(/Total/);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Table' }).press('Enter');
  await expect(page.getByRole('table', { name: 'Usage per day and key' })).toBeVisible();
});

test('a range without calls says what will appear and how', async ({ browser }) => {
  const page = await pageOf(browser, historyOwner());
  await page.goto('/usage?range=custom&from=2024-01-01&to=2024-01-03');
  await expect(page.getByText('No calls in this range')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to keys' })).toHaveAttribute('href', '/keys');
});

test('an admin who is a member nowhere is shown the way to every workspace', async ({ browser }) => {
  const page = await pageOf(browser, demo().admin);
  for (const path of ['/', '/keys', '/usage']) {
    await page.goto(path);
    await expect(page.getByRole('link', { name: 'Open all workspaces' })).toBeVisible();
  }
});
