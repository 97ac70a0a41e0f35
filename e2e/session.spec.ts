import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import type { LimitView } from '../lib/plans/schema';
import { MODEL, QUESTION } from './calls';
import { demo } from './demo';
import { demoWorkspace, signIn } from './people';

const BODY = { model: MODEL, max_tokens: 5, messages: QUESTION };

/** Requests used of this day and month, as the session sees them. */
async function used(page: Page): Promise<{ day: number; month: number }> {
  const { data } = (await (await page.request.get('/v1/quota')).json()) as { data: LimitView[] };
  const per = (window: string) => {
    const limit = data.find((one) => one.metric === 'requests' && one.window.startsWith(window));
    return limit?.used ?? Number.NaN;
  };
  return { day: per('day'), month: per('month') };
}

test.beforeEach(async ({ context, page }) => {
  // Its Free plan: a key makes 10 requests a minute, the workspace 100 a day and 1,000 a month.
  await signIn(context, demoWorkspace('zihin').owner);
  await page.goto('/');
});

test('a session makes 30 calls at once on a plan of 10 a minute; day and month count every one', async ({
  page,
}) => {
  const before = await used(page);
  const answers = await page.evaluate(async (body) => {
    const call = async () => {
      const response = await fetch('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await response.json();
      return { status: response.status, limit: response.headers.get('x-ratelimit-limit') };
    };
    return Promise.all(Array.from({ length: 30 }, call));
  }, BODY);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 200));
  // No answer speaks of the 10 a minute: only of the day or the month.
  for (const { limit } of answers) expect(['100', '1000', null]).toContain(limit);
  expect(await used(page)).toEqual({ day: before.day + 30, month: before.month + 30 });

  await page.reload();
  const month = page.getByRole('meter', { name: /^Requests per month/ });
  const left = new Intl.NumberFormat('en').format(1000 - before.month - 30);
  await expect(month).toHaveAccessibleName(`Requests per month: ${left} of 1,000 left`);
  await expect(page.getByText('Requests per minute')).toHaveCount(0);
});

test('a session’s call without Origin or from another origin is refused and charged nothing', async ({
  page,
}) => {
  const before = await used(page);
  const elsewhere: Record<string, string>[] = [
    {},
    { origin: 'https://elsewhere.example' },
    { origin: demo().baseUrl.replace('127.0.0.1', 'localhost') },
    { origin: 'null' },
    { origin: demo().baseUrl, 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of elsewhere) {
    const response = await page.request.post('/v1/chat/completions', { headers, data: BODY });
    expect(response.status(), JSON.stringify(headers)).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'origin_not_allowed' } });
  }
  expect(await used(page)).toEqual(before);
});

test('a form on another origin of this host cannot spend the session', async ({ context, page }) => {
  const before = await used(page);
  const action = `${demo().baseUrl}/v1/chat/completions`;
  const form = `<form method="post" enctype="text/plain" action="${action}"><button>Win a prize</button></form>`;
  const server = http.createServer((_, response) => response.end(`<!doctype html>${form}`));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const elsewhere = await context.newPage();
  await elsewhere.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const answered = elsewhere.waitForResponse(action);
  await elsewhere.getByRole('button').click();
  const response = await answered;
  expect(response.status()).toBe(403);
  // Cookies know no ports: the session was sent along, and is refused for where the call comes from.
  expect(await response.json()).toMatchObject({ error: { code: 'origin_not_allowed' } });
  expect(await used(page)).toEqual(before);
  await new Promise((closed) => server.close(closed));
});
