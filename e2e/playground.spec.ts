import { expect, test } from '@playwright/test';
import { demo } from './demo';
import { demoWorkspace, signIn, signUp } from './people';
import { watch } from './watch';

const ask = 'Message';

test('somebody asks a model as their session, and sees the answer arrive with its limit headers', async ({
  context,
  page,
}) => {
  const trouble = watch(context);
  const { workspaceId } = await signUp(context);
  await page.goto('/playground');
  await page.getByLabel(ask).fill('What is headroom?');
  await page.keyboard.press('Enter');

  const conversation = page.getByRole('list', { name: 'Conversation' });
  await expect(conversation).toContainText('What is headroom?');
  await expect(conversation).toContainText('This is a demo model.');
  await expect(conversation).toContainText(/Status 200.*tokens in, \d+ out/);
  await expect(conversation).toContainText('RateLimit-Policy');
  await expect(conversation).toContainText('X-Request-Id');
  await expect(conversation).not.toContainText('X-RateLimit-Limit');

  const quota = await context.request.get(`/api/manage/workspaces/${workspaceId}/quota`);
  const { data } = (await quota.json()) as { data: { window: string; used: number; metric: string }[] };
  expect(data.find(({ window, metric }) => metric === 'requests' && window.startsWith('month'))?.used).toBe(
    1,
  );
  expect(trouble).toEqual({ elsewhere: [], errors: [] });
});

test('an answer is stopped where it is, and the conversation goes on from there', async ({
  context,
  page,
}) => {
  await signUp(context);
  await page.goto('/playground?model=demo-paced');
  await page.getByLabel(ask).fill('Count slowly');
  await page.getByRole('button', { name: 'Send' }).click();
  const stop = page.getByRole('button', { name: 'Stop answer' });
  await expect(page.getByText('First word', { exact: false })).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Conversation' })).toContainText('This');
  await stop.click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();

  const body = page.waitForRequest((request) => request.url().endsWith('/v1/chat/completions'));
  await page.getByLabel(ask).fill('Go on');
  await page.keyboard.press('Enter');
  const { messages } = (await body).postDataJSON() as { messages: { role: string; content: string }[] };
  expect(messages.at(-1)).toEqual({ role: 'user', content: 'Go on' });
  await page.keyboard.press('Escape');
});

test('a refusal is shown as the workspace’s own page publishes it', async ({ context, page }) => {
  await signIn(context, demoWorkspace('zihin').owner);
  await page.goto('/playground?model=no-such-model');
  await page.getByLabel(ask).fill('Hello');
  await page.keyboard.press('Enter');
  const refusal = page.getByRole('alert').filter({ hasText: 'Refused with status 404' });
  await expect(refusal).toContainText('"error": "model_not_found"');
  await expect(refusal).toContainText('"status": "error"');
});

test('a stranger is sent to sign in and comes back with the model they chose', async ({ page }) => {
  await page.goto('/playground?model=gpt-4o');
  await expect(page).toHaveURL(`${demo().baseUrl}/sign-in?callbackUrl=%2Fplayground%3Fmodel%3Dgpt-4o`);
});
