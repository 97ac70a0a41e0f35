import { expect, type Page, test } from '@playwright/test';
import OpenAI from 'openai';
import { costMicrosOf, createKey, MODEL, QUESTION, sdk } from './calls';
import { demo } from './demo';
import { copied, fillKeyDialog, revealed } from './key-dialog';
import { newcomer, signUp } from './people';
import { watch } from './watch';

const whole = new Intl.NumberFormat('en');
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 6 });

/** The exact figure behind a tile of the overview. */
const tile = (page: Page, label: string) =>
  page.getByRole('region', { name: 'Today' }).locator('div', { hasText: label }).locator('dd').first();

test('a newcomer signs up, creates a key, calls with the copied snippet and sees exactly that use', async ({
  context,
  page,
}) => {
  const person = newcomer();
  const trouble = watch(context);
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Workspace').fill(person.workspace);
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(page.getByText('Make your first request')).toBeVisible();
  const month = page.getByRole('meter', { name: /^Requests per month/ });
  await expect(month).toHaveAccessibleName(/100 k of 100 k left/);
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = await fillKeyDialog(page, {
    name: 'First key',
    tier: 'Free (the workspace’s)',
    rpm: '30',
    budget: '1.50',
    period: 'in all',
  });
  await expect(dialog).toContainText('This key may make 30 requests a minute');
  await expect(dialog).toContainText('spend $1.50 in all');
  await dialog.getByRole('button', { name: 'Create key' }).click();

  const reveal = revealed(page, 'First key');
  await reveal.getByRole('tab', { name: 'Node' }).click();
  const snippet = await copied(page, reveal.getByRole('button', { name: 'Copy Node snippet' }));
  const [, baseURL = '', apiKey = '', model = ''] =
    /baseURL: '(.+)',\s+apiKey: '(.+)',[\s\S]+model: '(.+)'/.exec(snippet) ?? [];
  expect(baseURL).toBe(`${demo().baseUrl}/v1`);
  expect(apiKey).toMatch(/^hr_live_/);
  await reveal.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Waiting for the first request')).toBeVisible();

  const client = new OpenAI({ baseURL, apiKey });
  const first = await client.chat.completions.create({ model, messages: QUESTION });
  await expect(page.getByText('Your first request arrived')).toBeVisible();
  const second = await client.chat.completions.create({ model, messages: QUESTION });
  const usages = [first.usage, second.usage].filter((usage) => usage !== undefined);
  expect(usages).toHaveLength(2);
  const sum = (of: (usage: OpenAI.CompletionUsage) => number) =>
    usages.reduce((total, usage) => total + of(usage), 0);
  const costs = await Promise.all(usages.map((usage) => costMicrosOf(usage, model)));
  const spend = money.format(costs.reduce((total, cost) => total + cost, 0) / 1_000_000);

  await expect(page.getByTitle('2 used, 99,998 of 100,000 left')).toBeVisible();
  await expect(tile(page, 'Requests today')).toHaveAttribute('title', '2');
  await expect(tile(page, 'Tokens today')).toHaveAttribute(
    'title',
    whole.format(sum((usage) => usage.total_tokens)),
  );
  await expect(tile(page, 'Spend today')).toHaveAttribute('title', spend);
  await expect(tile(page, 'Refusals today')).toHaveAttribute('title', '0');

  await expect(page.getByRole('figure', { name: 'Requests by key' })).toContainText('2 in all');

  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  const row = page.getByRole('table', { name: 'Totals by key' }).getByRole('row', { name: /First key/ });
  const figures = row.getByRole('cell');
  await expect(figures.nth(2)).toHaveText('2');
  await expect(figures.nth(3)).toHaveText(whole.format(sum((usage) => usage.prompt_tokens)));
  await expect(figures.nth(4)).toHaveText(whole.format(sum((usage) => usage.completion_tokens)));
  await expect(figures.nth(5)).toHaveText(spend);
  await expect(figures.nth(6)).toHaveText('0');
  expect(trouble).toEqual({ elsewhere: [], errors: [] });
});

test('the chart draws the calls and its table tells them', async ({ context, page }) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { name: 'Charted' });
  const client = sdk(key);
  for (let call = 0; call < 3; call++)
    await client.chat.completions.create({ model: MODEL, messages: QUESTION });

  await page.goto('/');
  const chart = page.getByRole('figure', { name: 'Requests by key' });
  await expect(chart.locator('.recharts-bar-rectangle path').first()).toBeVisible();
  await chart.getByRole('button', { name: 'Table' }).click();
  const cells = chart.getByRole('table').locator('tbody td');
  const total = async () =>
    (await cells.allTextContents()).reduce((sum, text) => sum + (text === '–' ? 0 : Number(text)), 0);
  await expect.poll(total).toBe(3);
});

test('a streamed answer arrives in pieces and is counted once, with the tokens it told', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const { key } = await createKey(context, workspaceId, { name: 'Streamed' });
  const stream = await sdk(key).chat.completions.create({
    model: MODEL,
    messages: QUESTION,
    stream: true,
    stream_options: { include_usage: true },
  });
  let pieces = 0;
  let usage: OpenAI.CompletionUsage | undefined;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) pieces++;
    if (chunk.usage) usage = chunk.usage;
  }
  expect(pieces).toBeGreaterThan(1);
  expect(usage?.completion_tokens).toBeGreaterThan(1);

  await page.goto('/usage');
  const figures = page.getByRole('row', { name: /Streamed/ }).getByRole('cell');
  await expect(figures.nth(2)).toHaveText('1');
  await expect(figures.nth(3)).toHaveText(whole.format(usage?.prompt_tokens ?? Number.NaN));
  await expect(figures.nth(4)).toHaveText(whole.format(usage?.completion_tokens ?? Number.NaN));
});
