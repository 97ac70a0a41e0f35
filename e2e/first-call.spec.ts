import { expect, test } from '@playwright/test';
import OpenAI from 'openai';
import { demo } from './demo';
import { fillKeyDialog, signUp } from './people';

test('a newcomer signs up, makes a key, calls with the official SDK, and gauge and chart move', async ({
  page,
}) => {
  await signUp(page);
  await expect(page.getByRole('meter', { name: /^Requests per month/ })).toHaveAttribute(
    'aria-valuenow',
    '0',
  );
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await fillKeyDialog(page, { name: 'First key', rpm: '30', budget: '1.00' });
  expect(key).toMatch(/^hr_live_/);

  const client = new OpenAI({ apiKey: key, baseURL: `${demo().baseUrl}/v1`, maxRetries: 0 });
  const completion = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'How much is left?' }],
  });
  expect(completion.choices[0]?.message.content).toBeTruthy();

  await expect(page.getByText(/Your first request arrived/)).toBeVisible();
  await expect(page.getByTitle(/99,999/)).toBeVisible();

  await page.getByRole('link', { name: 'Usage' }).click();
  const row = page.getByRole('row', { name: /First key/ });
  await expect(row).toContainText('100');
  await expect(row).toContainText(String(completion.usage?.prompt_tokens));
  await expect(row).toContainText(String(completion.usage?.completion_tokens));
});

test('a streamed answer of the SDK arrives in pieces and is counted once', async ({ page }) => {
  await signUp(page);
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await fillKeyDialog(page, { name: 'Streaming' });
  const client = new OpenAI({ apiKey: key, baseURL: `${demo().baseUrl}/v1`, maxRetries: 0 });
  const stream = await client.chat.completions.create({
    model: 'gpt-4o-mini',
    stream: true,
    messages: [{ role: 'user', content: 'Say something.' }],
  });
  let pieces = 0;
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) pieces++;
  expect(pieces).toBeGreaterThan(1);
  await expect(page.getByText(/Your first request arrived/)).toBeVisible();
  await expect(page.getByTitle(/99,999/)).toBeVisible();
});
