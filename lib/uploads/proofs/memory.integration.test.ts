import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleApp, Instance } from '../../testing/faults/instance';
import { FILM_HEAD, peakWhile, residentBytes, sendLarge } from '../../testing/large-upload';
import { figure, scaled } from '../../testing/proof';
import { seedForTests } from '../../testing/tenants';
import { type Uploader, uploaderAt } from '../../testing/uploads';

/** A file of any size passes through in constant memory. The instance is a process of its own: it alone is measured. */

const MB = 2 ** 20;
const BYTES = scaled(128, 2048) * MB;
const MOST_GROWTH = 64 * MB;

let instance: Instance;
let who: Uploader;
let app: Awaited<ReturnType<typeof bundleApp>>;
beforeAll(async () => {
  await seedForTests();
  app = await bundleApp();
  // A store or a disk that is slow on a busy machine is another test's business.
  instance = new Instance({ file: app.file, env: { LOG_LEVEL: 'silent', STORE_DEADLINE_MS: '10000' } });
  await instance.start();
  who = await uploaderAt(`http://127.0.0.1:${instance.port}`, { plan: 'enterprise' });
}, 120_000);
afterAll(async () => {
  await instance.stop();
  app.remove();
});

const bearer = () => ({ authorization: `Bearer ${who.key}` });

/** Where a film of so many bytes is sent. */
async function presigned(bytes: number) {
  const body = JSON.stringify({ bytes, filename: 'film.mp4' });
  const answer = await who.send('/upload/presign', { method: 'POST', body });
  const { data } = (await answer.json()) as { data: { id: string; upload_url: string } };
  return { id: data.id, method: 'PUT', path: new URL(data.upload_url).pathname, headers: {} };
}

async function resumable(bytes: number) {
  const protocol = { 'tus-resumable': '1.0.0' };
  const answer = await who.send('/upload/resumable', {
    method: 'POST',
    headers: { ...protocol, 'upload-length': String(bytes) },
  });
  const path = answer.headers.get('location') ?? '';
  const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  return {
    id: path.split('/').at(-1) ?? '',
    method: 'PATCH',
    path,
    headers: { ...bearer(), ...protocol, ...part },
  };
}

const send = async (way: typeof presigned, bytes: number) => {
  const { id, ...to } = await way(bytes);
  const answer = await sendLarge({ ...to, port: instance.port, bytes, head: FILM_HEAD });
  expect(answer.status).toBeLessThan(300);
  return { id, ...answer };
};

it.each([
  ['a presigned address', presigned],
  ['a resumable upload', resumable],
] as const)(
  '%s: memory does not grow with the file, up nor down',
  async (name, way) => {
    const pid = instance.pid ?? 0;
    const warm = await send(way, 64 * MB);
    await who.send(`/v1/files/${warm.id}`, { method: 'DELETE' });
    const before = residentBytes(pid);
    const { result, peakBytes } = await peakWhile(pid, () => send(way, BYTES));
    if (way === presigned) {
      const done = await who.send(`/upload/${result.id}/complete`, { method: 'POST' });
      expect(done.status).toBe(200);
    }
    const reading = await peakWhile(pid, async () => {
      const read = await who.send(`/v1/files/${result.id}`);
      let bytes = 0;
      for await (const chunk of read.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.byteLength;
      return bytes;
    });
    expect(reading.result).toBe(BYTES);
    const [up, down] = [peakBytes - before, reading.peakBytes - before];
    const speed = BYTES / MB / (result.tookMs / 1000);
    figure(
      `${name}, ${BYTES / MB} MB: memory grew by ${Math.round(up / MB)} MB up and ${Math.round(down / MB)} MB down, ${Math.round(speed)} MB/s up`,
    );
    expect(Math.max(up, down)).toBeLessThan(MOST_GROWTH);
    expect((await who.level()).used).toBe(BYTES);
    await who.send(`/v1/files/${result.id}`, { method: 'DELETE' });
    expect(await who.level()).toEqual({ used: 0, reserved: 0 });
  },
  600_000,
);
