import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHolds, openOf } from '../../admission/open-holds';
import { releaseHold } from '../../admission/release-hold';
import { db } from '../../db/client';
import { shardCount } from '../../redis/keys';
import { settle } from '../../testing/faults/books';
import { bundleApp, Instance } from '../../testing/faults/instance';
import type { MeteredLane } from '../../testing/metered-lane';
import { figure, scaled } from '../../testing/proof';
import { SlowUpload } from '../../testing/slow-upload';
import { storedObjects } from '../../testing/stored-objects';
import { makeUser, type TestUser } from '../../testing/tenants';
import { openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import { applyDue } from '../releases';
import { fileStorage } from '../storage/storage';
import { removeOrphans } from '../sweep';

/** Whatever breaks while a file is on its way: no bytes without a row, no level without bytes, clear answers. */

let lane: MeteredLane;
let who: Uploader;
let admin: TestUser;
let app: Awaited<ReturnType<typeof bundleApp>>;
beforeAll(async () => {
  [lane, app] = await Promise.all([openUploads(), bundleApp()]);
  who = await uploaderAt(lane.url, { plan: 'enterprise' });
  admin = await makeUser({ platformAdmin: true });
}, 120_000);
afterAll(async () => {
  app.remove();
  await lane.close();
});

/** More than the disk gets at a time. */
const BYTES = 1_000_000;
const bearer = () => ({ authorization: `Bearer ${who.key}` });

/** Rows, level and objects: what each says has to agree with the others. */
async function books() {
  const rows = await db().storedFile.findMany({ where: { workspaceId: who.workspace.id } });
  const sum = rows.reduce((bytes, row) => bytes + Number(row.bytes), 0);
  return {
    level: await who.level(),
    sum,
    objects: await storedObjects(),
    rows: rows
      .filter(({ state }) => state === 'stored')
      .map(({ id, bytes }) => `${id} ${bytes}`)
      .sort(),
  };
}

async function expectBalanced(): Promise<void> {
  const { level, sum, objects, rows } = await books();
  expect(level).toEqual({ used: sum, reserved: 0 });
  expect(objects).toEqual(rows);
}

interface Way {
  path: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Where a file of so many bytes is sent, by each way. */
const WAYS: Record<string, () => Promise<Way>> = {
  'a stream': async () => ({ path: '/upload/stream?filename=a.txt', headers: bearer() }),
  'a presigned address': async () => {
    const body = JSON.stringify({ bytes: BYTES, filename: 'a.txt' });
    const answer = await who.send('/upload/presign', { method: 'POST', body });
    const { data } = (await answer.json()) as { data: { upload_url: string } };
    return { path: new URL(data.upload_url).pathname, method: 'PUT' };
  },
  'a resumable upload': async () => {
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(BYTES) };
    const answer = await who.send('/upload/resumable', { method: 'POST', headers });
    const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    return {
      path: answer.headers.get('location') ?? '',
      method: 'PATCH',
      headers: { ...bearer(), 'tus-resumable': '1.0.0', ...part },
    };
  },
};

/** Ends what is pending, as its owner would, or its expiry. */
async function endPending(): Promise<void> {
  const pending = await db().storedFile.findMany({ where: { state: 'pending' } });
  for (const { id } of pending) await who.send(`/v1/files/${id}`, { method: 'DELETE' });
}

describe.each(Object.entries(WAYS))('a client that leaves %s', (_, way) => {
  it.each([0, 1, 50, 99])(
    '%i percent on its way leaves nothing once its upload is ended',
    async (percent) => {
      const upload = await SlowUpload.begin(lane.port, { headers: {}, ...(await way()), bytes: BYTES });
      if (percent > 0) await upload.send((BYTES * percent) / 100);
      await new Promise((resolve) => setTimeout(resolve, 50));
      upload.abandon();
      const free = { timeout: 15_000 };
      await expect.poll(async () => (await openNow()).length, free).toBe(0);
      await endPending();
      await expect.poll(async () => (await books()).objects, free).toEqual((await books()).rows);
      await expect
        .poll(async () => (await books()).level, free)
        .toEqual({ used: (await books()).sum, reserved: 0 });
    },
  );
});

const openNow = async () => openHolds(await openOf([...Array(shardCount()).keys()]));

/** What a dead process left is taken over: after its leases in the long run, at once by an admin in the short one. */
async function takenOver(): Promise<void> {
  if (scaled(1, 0)) {
    for (const { id } of await openNow()) await releaseHold(admin.actor, id).catch(() => undefined);
  }
  expect(await settle()).toMatchObject({ open: 0, orders: 0 });
  await applyDue();
  await removeOrphans({ wholeMs: 0, partialMs: 0 });
}

it('a process killed while files come: each is there and counted, or neither', async () => {
  const rounds = scaled(2, 60);
  const instance = new Instance({ file: app.file, env: { LOG_LEVEL: 'silent' } });
  const told: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await instance.start();
    const request = { path: '/upload/stream?filename=a.txt', bytes: BYTES, headers: bearer() };
    const uploads = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const upload = await SlowUpload.begin(instance.port, request);
        await upload.send([20_000, BYTES / 2, BYTES - 1][i % 3] as number);
        return upload;
      }),
    );
    // Of the last third one has ended, and one ends about when the process does.
    const ends = uploads.filter((_, i) => i % 3 === 2).map((upload) => upload.finish());
    await ends[0];
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    instance.kill();
    for (const upload of uploads) upload.abandon();
    for (const { status, body } of await Promise.all(ends)) {
      if (status === 201) told.push((JSON.parse(body) as { data: { id: string }[] }).data[0]?.id ?? '');
    }
  }
  await takenOver();
  await expectBalanced();
  const rows = await db().storedFile.findMany({ where: { workspaceId: who.workspace.id } });
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(told));
  figure(
    `uploads through ${rounds} kills: ${6 * rounds} begun, ${rows.length} stored, ${told.length} of them told, level − rows 0, orphans 0`,
  );
}, 900_000);

it('a resumable upload goes on at another instance where its own was killed', async () => {
  const instance = new Instance({ file: app.file, env: { LOG_LEVEL: 'silent' } });
  await instance.start();
  const way = WAYS['a resumable upload'];
  const { path, headers = {} } = (await way?.()) ?? { path: '' };
  const upload = await SlowUpload.begin(instance.port, { path, method: 'PATCH', headers, bytes: BYTES });
  await upload.send(0.8 * BYTES);
  const id = path.split('/').at(-1) ?? '';
  await expect
    .poll(async () => (await fileStorage()).partialSize(id), { timeout: 20_000 })
    .toBeGreaterThan(0);
  instance.kill();
  upload.abandon();
  // Its lock is free after 10 s; the short run does not wait for that.
  if (scaled(1, 0)) await db().uploadLock.updateMany({ data: { until: new Date(0) } });
  const look = await who.send(path, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
  const offset = Number(look.headers.get('upload-offset'));
  expect(offset).toBeGreaterThan(0);
  const rest = await who.send(path, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': String(offset) },
    body: text(BYTES).subarray(offset),
  });
  expect(rest.status).toBe(204);
  const read = await who.send(`/v1/files/${id}`);
  expect(Buffer.from(await read.arrayBuffer()).equals(text(BYTES))).toBe(true);
  await takenOver();
  await expectBalanced();
}, 120_000);

it('a disk that is full is told so, and nothing stays of the file; a smaller one is taken', async () => {
  const instance = new Instance({ file: app.file, env: { LOG_LEVEL: 'silent' }, fileKilobytes: 128 });
  await instance.start();
  try {
    const stream = (bytes: number) =>
      fetch(`http://127.0.0.1:${instance.port}/upload/stream?filename=a.txt`, {
        method: 'POST',
        headers: bearer(),
        body: text(bytes),
      });
    const refused = await stream(BYTES);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      error: { code: 'storage_unavailable', message: expect.stringContaining('no room') },
    });
    await expectBalanced();
    expect((await stream(50_000)).status).toBe(201);
    await expectBalanced();
  } finally {
    await instance.stop();
  }
}, 60_000);

it('a file whose bytes are gone is a 404 that says so', async () => {
  const taken = await who.send('/upload/stream?filename=a.txt', { method: 'POST', body: text(5_000) });
  const { data } = (await taken.json()) as { data: { id: string }[] };
  await (await fileStorage()).remove(data[0]?.id ?? '');
  expect((await who.send(`/v1/files/${data[0]?.id}`)).status).toBe(404);
  expect((await who.send(`/v1/files/${data[0]?.id}`, { method: 'DELETE' })).status).toBe(200);
  await expectBalanced();
});
