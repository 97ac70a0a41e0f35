import { type BrowserContext, expect, test } from '@playwright/test';
import { plainPng } from '../lib/demo/upstream/png';
import type { PlanDetailView } from '../lib/workspaces/plans/schema';
import { manage } from './calls';
import { demo } from './demo';
import { newcomer, newcomerIn, pageOf } from './people';

const MB = 2 ** 20;

/** Sends a picture of so many bytes as the session of a workspace. @returns status and code of the answer */
async function upload(context: BrowserContext, bytes: number): Promise<[number, string | undefined]> {
  const head = plainPng(8, [1, 2, 3]);
  const response = await context.request.post('/upload/stream?filename=picture.png', {
    headers: { origin: demo().baseUrl, 'content-type': 'application/octet-stream' },
    data: Buffer.concat([head, Buffer.alloc(bytes - head.length)]),
  });
  const { error } = (await response.json()) as { error?: { code: string } };
  return [response.status(), error?.code];
}

test('an admin edits a plan’s upload sizes, and agrees others with one workspace: each in force on the next upload', async ({
  browser,
  context,
}) => {
  const slug = newcomer().email.replace(/\W/g, '-').slice(0, 20);
  const sizes = { batch_files: 10, image_bytes: 2 * MB, document_bytes: MB, video_bytes: MB };
  const plan = await manage<PlanDetailView>('POST', '/catalogs/aionvision/plans', {
    slug,
    name: slug,
    limits: [],
    sizes,
  });
  expect(plan.status).toBe(201);
  const workspaceId = await newcomerIn(context, 'aionvision');
  await manage('PATCH', `/workspaces/${workspaceId}`, { plan: slug });
  expect(await upload(context, 2 * MB)).toEqual([201, undefined]);

  const page = await pageOf(browser, demo().admin);
  await page.goto(`/admin/plans?catalog=aionvision&plan=${slug}`);
  await page.getByLabel('Largest image').fill('one');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByText('Enter megabytes, 0 or more; a gigabyte is 1,024.')).toBeVisible();
  await page.getByLabel('Largest image').fill('1');
  await expect(page.getByText('Changed: largest image.')).toBeVisible();
  await page.getByRole('tab', { name: 'Public page' }).click();
  await expect(page.getByRole('row', { name: /Largest image/ })).toContainText('1\u2009MB');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByText(`${slug} saved`)).toBeVisible();
  expect(await upload(context, MB + 1)).toEqual([413, 'file_too_large']);
  expect(await upload(context, MB)).toEqual([201, undefined]);

  await page.goto(`/admin/workspaces/${workspaceId}`);
  await page.getByRole('button', { name: 'Set upload sizes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set upload sizes' });
  await dialog.getByRole('checkbox').uncheck();
  await dialog.getByLabel('Largest image').fill('1.5');
  await dialog.getByRole('button', { name: 'Set upload sizes' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Largest image/ })).toContainText(/custom.*1\.5.MB/);
  expect(await upload(context, 1.5 * MB)).toEqual([201, undefined]);
  expect(await upload(context, 1.5 * MB + 1)).toEqual([413, 'file_too_large']);
  await page.context().close();
});
