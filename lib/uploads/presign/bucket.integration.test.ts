import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../../db/client';
import type { MeteredLane } from '../../testing/metered-lane';
import { type S3Server, startS3Server } from '../../testing/s3/server';
import { storedObjects } from '../../testing/stored-objects';
import { openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import { applyDue } from '../releases';
import type { FileView } from '../schema';
import type { PresignedUpload } from './schema';

/* The whole of uploads with a bucket of a real S3 server in place of the folder. */

const MB = 2 ** 20;
let server: S3Server;
let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  server = await startS3Server();
  const { S3_PATH_STYLE: _, ...settings } = server.settings;
  Object.assign(process.env, { ...settings, S3_PATH_STYLE: '1' });
  lane = await openUploads();
  who = await uploaderAt(lane.url, { plan: 'enterprise', storage: 100 * MB });
});
afterAll(async () => {
  await lane.close();
  await server.stop();
});

const post = (path: string, body: object) => who.send(path, { method: 'POST', body: JSON.stringify(body) });
const remove = (id: string) => who.send(`/v1/files/${id}`, { method: 'DELETE' });
const fileOf = async (response: Response) => {
  const { data } = (await response.json()) as { data: FileView | FileView[] };
  return [data].flat()[0] as FileView;
};
async function presign(bytes: number, more: object = {}): Promise<PresignedUpload['data']> {
  const response = await post('/upload/presign', { bytes, ...more });
  expect(response.status).toBe(201);
  return ((await response.json()) as PresignedUpload).data;
}
const put = ({ upload_url, method, headers }: PresignedUpload['data'], body: Uint8Array<ArrayBuffer>) =>
  fetch(upload_url ?? '', { method, headers, body });

it('a streamed file lies in the bucket, is read back by ranges, and goes when it is deleted', async () => {
  const content = text(12 * MB);
  const response = await who.send('/upload/stream?filename=a.txt', { method: 'POST', body: content });
  expect(response.status).toBe(201);
  const { id } = await fileOf(response);
  expect(await storedObjects()).toEqual([`${id} ${12 * MB}`]);
  const part = await who.send(`/v1/files/${id}`, { headers: { range: 'bytes=5000000-10000000' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(5_000_000, 10_000_001))).toBe(true);
  expect((await remove(id)).status).toBe(200);
  expect([await storedObjects(), await who.level()]).toEqual([[], { used: 0, reserved: 0 }]);
});

it('a presigned file goes straight to the bucket, at exactly its size, and its address ends when it is complete', async () => {
  const content = text(50_000);
  const upload = await presign(50_000, { filename: 'a.txt' });
  expect(new URL(upload.upload_url ?? '').origin).toBe(server.settings.S3_ENDPOINT);
  expect((await put(upload, text(1000))).status).toBe(403);
  expect((await post(`/upload/${upload.id}/complete`, {})).status).toBe(409);
  expect((await put(upload, content)).status).toBe(200);
  const completed = await post(`/upload/${upload.id}/complete`, {});
  expect(completed.status).toBe(200);
  expect(await fileOf(completed)).toMatchObject({ bytes: 50_000, kind: 'document', state: 'stored' });
  expect((await put(upload, content)).status).toBe(404);
  const read = await who.send(`/v1/files/${upload.id}`);
  expect(Buffer.from(await read.arrayBuffer()).equals(content)).toBe(true);
  expect(await who.level()).toEqual({ used: 50_000, reserved: 0 });
  await remove(upload.id);
});

it('what arrives and is of no kind that is taken is ended: no object, no bytes held, no address', async () => {
  const program = new Uint8Array(1000);
  program.set([0x4d, 0x5a, 0x90]);
  const upload = await presign(1000, { content_type: 'image/png' });
  expect((await put(upload, program)).status).toBe(200);
  expect((await post(`/upload/${upload.id}/complete`, {})).status).toBe(415);
  expect([await storedObjects(), await who.level()]).toEqual([[], { used: 0, reserved: 0 }]);
  expect((await put(upload, program)).status).toBe(404);
});

it('an upload that is deleted takes its address with it, whatever had arrived', async () => {
  const upload = await presign(1000);
  await put(upload, text(1000));
  await remove(upload.id);
  expect((await put(upload, text(1000))).status).toBe(404);
  expect([await storedObjects(), await who.level()]).toEqual([[], { used: 0, reserved: 0 }]);
});

it('a bucket that is down is a clear 503: nothing is stored or charged, and what was deleted goes later', async () => {
  const { id } = await fileOf(await who.send('/upload/stream', { method: 'POST', body: text(1000) }));
  const level = await who.level();
  await server.pause();
  try {
    for (const [path, body] of [
      ['/upload/stream', text(1000)],
      ['/upload/presign', JSON.stringify({ bytes: 1000 })],
    ] as const) {
      const refused = await who.send(path, { method: 'POST', body });
      const { error } = (await refused.json()) as { error: { code: string } };
      expect([refused.status, error.code]).toEqual([503, 'storage_unavailable']);
    }
    expect(await who.level()).toEqual(level);
    expect(await who.expected()).toBe(level.used);
    expect((await remove(id)).status).toBe(503);
    expect(await who.level()).toEqual({ used: level.used - 1000, reserved: 0 });
  } finally {
    await server.resume();
  }
  // Its time has come, as it would have after some seconds.
  await db().levelRelease.updateMany({ data: { nextAt: new Date(0) } });
  expect(await applyDue()).toBe(1);
  expect(await storedObjects()).toEqual([]);
});
