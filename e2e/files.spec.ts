import fs from 'node:fs';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { plainPng } from '../lib/demo/upstream/png';
import type { LimitView } from '../lib/plans/schema';
import { newcomerIn, signUp } from './people';
import { watch } from './watch';

const MB = 2 ** 20;
const PICTURE = plainPng(64, [40, 120, 250]);

/** On the free plan of the catalog with uploads there are no keys: only this browser. */
const freeWorkspace = (context: BrowserContext) => newcomerIn(context, 'aionvision');

/** Bytes that the workspace's level counts as stored or held. */
async function storedBytes(context: BrowserContext, workspaceId: string): Promise<number> {
  const response = await context.request.get(`/api/manage/workspaces/${workspaceId}/quota`);
  const { data } = (await response.json()) as { data: LimitView[] };
  const level = data.find(({ metric }) => metric === 'bytes');
  return (level?.used ?? 0) + (level?.reserved ?? 0);
}

const choose = (page: Page) => page.getByLabel('Files to upload');
const uploads = (page: Page) => page.getByRole('list', { name: 'Uploads' });
const stored = (page: Page) => page.getByRole('table', { name: 'Files' });

/** Bytes a second, far below any machine's: what is sent is still on its way whenever a test looks. */
const SLOW = 200_000;
const FAST = -1;

/** How fast a page may send from now on. */
async function throttle(context: BrowserContext, page: Page) {
  const network = await context.newCDPSession(page);
  return (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
}

/** Large enough to be sent in a way that goes on after an interruption. */
function filmAt(file: string): string {
  const head = Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex');
  fs.writeFileSync(file, Buffer.concat([head, Buffer.alloc(33 * MB)]));
  return file;
}

test('files dropped together are stored, found, described and deleted, and the storage follows', async ({
  context,
  page,
}) => {
  const trouble = watch(context);
  const workspaceId = await freeWorkspace(context);
  await page.goto('/plans');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Files' }).click();
  await expect(page.getByText('Stored files will appear here')).toBeVisible();
  await expect(page.getByText(/On FREE: images up to 25.MB, documents up to 50.MB/)).toBeVisible();

  const dropped = await page.evaluateHandle(
    (image) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(image)], 'harbour.png', { type: 'image/png' }));
      transfer.items.add(new File(['Tide tables\n'], 'tides.txt', { type: 'text/plain' }));
      return transfer;
    },
    [...PICTURE],
  );
  await page.getByText('Drop files here, or').dispatchEvent('drop', { dataTransfer: dropped, bubbles: true });
  await expect(page.getByRole('heading', { name: '2 of 2 uploaded' })).toBeVisible();
  await expect(stored(page).getByRole('row')).toHaveCount(3);
  expect(await storedBytes(context, workspaceId)).toBe(PICTURE.length + 'Tide tables\n'.length);

  await page.getByLabel('Search files').fill('HARBOUR');
  await expect(stored(page).getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/query=HARBOUR/);
  await stored(page).getByRole('button', { name: 'harbour.png', exact: true }).press('Enter');
  const details = page.getByRole('dialog', { name: 'harbour.png' });
  const preview = details.getByRole('img', { name: 'Preview of harbour.png' });
  await expect.poll(() => preview.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await expect(details.getByText('15 of 15 left this month')).toBeVisible();
  await details.getByRole('button', { name: 'Describe image' }).click();
  await expect(details.getByText(/demo model/)).toBeVisible();
  await expect(details.getByText('14 of 15 left this month')).toBeVisible();

  await details.getByRole('button', { name: 'Delete file' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete harbour.png?' });
  await question.getByRole('button', { name: 'Delete file' }).click();
  await expect(page.getByText('No file matches')).toBeVisible();
  expect(await storedBytes(context, workspaceId)).toBe('Tide tables\n'.length);
  expect(trouble).toEqual({ elsewhere: [], errors: [] });
});

test('a file that is refused says why beside its name, and the others are stored', async ({
  context,
  page,
}) => {
  await freeWorkspace(context);
  await page.goto('/files');
  await expect(page.getByText('1 GB of 1 GB left'.replaceAll(' GB', '\u2009GB'))).toBeVisible();
  await choose(page).setInputFiles([
    { name: 'large.png', mimeType: 'image/png', buffer: Buffer.alloc(25 * MB + 1) },
    {
      name: 'tool.png',
      mimeType: 'image/png',
      buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2_000, 7)]),
    },
    { name: 'small.png', mimeType: 'image/png', buffer: PICTURE },
  ]);
  const list = uploads(page).getByRole('listitem');
  await expect(list.nth(0)).toContainText(
    /Images may have up to 25.MB each on FREE; this one has 26,214,401 bytes/,
  );
  await expect(list.nth(1)).toContainText(/Images, videos and documents .* are taken/);
  await expect(list.nth(2)).toContainText('uploaded');
  await expect(stored(page).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear ended uploads' }).click();
  await expect(uploads(page)).toHaveCount(0);
});

test('a large file is paused and goes on where it was; one that is cancelled leaves nothing behind', async ({
  context,
  page,
}, info) => {
  const workspaceId = await freeWorkspace(context);
  const film = filmAt(info.outputPath('film.mp4'));
  await page.goto('/files');
  const upTo = await throttle(context, page);
  await upTo(SLOW);
  await choose(page).setInputFiles(film);
  const bar = page.getByRole('progressbar', { name: 'Upload of film.mp4' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Pause film.mp4' }).click();
  await expect(uploads(page)).toContainText('paused');
  expect(await storedBytes(context, workspaceId)).toBe(fs.statSync(film).size);
  await upTo(FAST);
  await page.getByRole('button', { name: 'Resume film.mp4' }).click();
  await expect(uploads(page)).toContainText('uploaded');
  await expect(stored(page).getByRole('row', { name: /film.mp4/ })).toContainText('Video');

  await upTo(SLOW);
  await choose(page).setInputFiles(film);
  await page.getByRole('button', { name: 'Cancel film.mp4' }).click();
  await upTo(FAST);
  await expect(uploads(page).getByRole('listitem')).toHaveCount(1);
  await expect.poll(() => storedBytes(context, workspaceId)).toBe(fs.statSync(film).size);
  await expect(stored(page).getByRole('row')).toHaveCount(2);
});

test('an upload that a closed page interrupted goes on when the same file is chosen again', async ({
  context,
  page,
}, info) => {
  const workspaceId = await freeWorkspace(context);
  const film = filmAt(info.outputPath('film.mp4'));
  page.on('dialog', (question) => question.accept());
  await page.goto('/files');
  const upTo = await throttle(context, page);
  await upTo(SLOW);
  await choose(page).setInputFiles(film);
  const bar = page.getByRole('progressbar', { name: 'Upload of film.mp4' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(3);
  await page.reload();
  await expect(stored(page).getByRole('row', { name: /film.mp4/ })).toContainText('Incomplete');
  await upTo(FAST);
  const rest = page.waitForRequest((request) => request.method() === 'PATCH');
  await choose(page).setInputFiles(film);
  expect(Number(await (await rest).headerValue('upload-offset'))).toBeGreaterThan(0);
  await expect(uploads(page)).toContainText('uploaded');
  await expect(stored(page).getByRole('row')).toHaveCount(2);
  await expect(stored(page)).not.toContainText('Incomplete');
  expect(await storedBytes(context, workspaceId)).toBe(fs.statSync(film).size);
});

test('a plan without uploads offers no files', async ({ context, page }) => {
  await signUp(context);
  await page.goto('/files');
  await expect(page.getByText('Files are not part of the Free plan')).toBeVisible();
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Files' }),
  ).toHaveCount(0);
});
