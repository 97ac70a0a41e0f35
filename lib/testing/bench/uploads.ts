import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { plainPng } from '../../demo/upstream/png';
import { bundleApp, Instance } from '../faults/instance';
import { sendLarge } from '../large-upload';
import { seedForTests } from '../tenants';
import { type Uploader, uploaderAt } from '../uploads';
import { bundle, median, start, stop } from './lane-process';

const MB = 2 ** 20;
/** The most that may be streamed. */
const BYTES = 100 * MB;
const ROUNDS = 5;

/** A picture, by what it begins with. */
const HEAD = plainPng(8, [1, 2, 3]);

interface Way {
  name: string;
  send(): Promise<{ status: number; tookMs: number }>;
}

/**
 * Uploads against the plainest server that copies the same body to the same disk: both in processes of their own,
 * one after the other, each until it answers that the bytes are durable.
 */
export async function benchUploads(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'headroom-bench-uploads-'));
  await seedForTests();
  const app = await bundleApp();
  const instance = new Instance({ file: app.file, env: { UPLOAD_DIR: folder, LOG_LEVEL: 'silent' } });
  await instance.start();
  const copy = await start([await bundle('upload-copy'), folder], /^port (\d+)$/m, 0);
  try {
    const who = await uploaderAt(`http://127.0.0.1:${instance.port}`, { plan: 'enterprise' });
    const ways = [raw(copy.port), streamed(who, instance.port), resumed(who, instance.port)];
    const speeds = new Map(ways.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { name, send } of ways) {
        const { status, tookMs } = await send();
        if (status > 299) throw new Error(`${name}: answered ${status}`);
        // The first round warms up.
        if (round > 0) speeds.get(name)?.push(BYTES / MB / (tookMs / 1000));
      }
    }
    const plain = median(speeds.get('raw copy') ?? []);
    for (const [name, all] of speeds) {
      const speed = median(all);
      console.log(
        `uploads, ${name}: ${Math.round(speed)} MB/s, ${(speed / plain).toFixed(2)} of the raw copy`,
      );
    }
  } finally {
    await Promise.all([instance.stop(), stop(copy)]);
    app.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const raw = (port: number): Way => ({
  name: 'raw copy',
  send: () => sendLarge({ port, method: 'POST', path: '/', headers: {}, bytes: BYTES, head: HEAD }),
});

const streamed = (who: Uploader, port: number): Way => ({
  name: 'streamed',
  async send() {
    const headers = { authorization: `Bearer ${who.key}` };
    const way = { method: 'POST', path: '/upload/stream?filename=a.png' };
    const answer = await sendLarge({ ...way, port, headers, bytes: BYTES, head: HEAD });
    const { data } = JSON.parse(answer.body) as { data: { id: string }[] };
    await who.send(`/v1/files/${data[0]?.id}`, { method: 'DELETE' });
    return answer;
  },
});

const resumed = (who: Uploader, port: number): Way => ({
  name: 'resumable, in one piece',
  async send() {
    const protocol = { 'tus-resumable': '1.0.0' };
    const creation = { ...protocol, 'upload-length': String(BYTES) };
    const created = await who.send('/upload/resumable', { method: 'POST', headers: creation });
    const at = created.headers.get('location') ?? '';
    const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const headers = { authorization: `Bearer ${who.key}`, ...protocol, ...part };
    const answer = await sendLarge({ port, method: 'PATCH', path: at, headers, bytes: BYTES, head: HEAD });
    await who.send(`/v1/files/${at.split('/').at(-1)}`, { method: 'DELETE' });
    return answer;
  },
});
