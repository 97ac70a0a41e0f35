import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env } from '../../env';
import { type S3Server, startS3Server } from '../../testing/s3/server';
import type { FileStorage, PresignedPut } from './port';
import { openStorage } from './storage';
import { bytesOf, inPieces, listed, readAll, storageCases } from './storage.cases';

const MB = 2 ** 20;
const GB = 2 ** 30;

let server: S3Server;
let storage: FileStorage;
beforeAll(async () => {
  server = await startS3Server();
  storage = await openStorage({ ...env(), ...server.settings });
});
afterAll(() => server.stop());

const put = ({ url, headers }: PresignedPut, content: Uint8Array) =>
  fetch(url, { method: 'PUT', headers, body: new Uint8Array(content) });
async function presign(name: string, bytes: number): Promise<PresignedPut[]> {
  const puts = await storage.presign?.(name, bytes, 300);
  if (!puts) throw new Error('this storage presigns nothing');
  return puts;
}
async function presignOne(name: string, bytes: number): Promise<PresignedPut> {
  const [only, ...others] = await presign(name, bytes);
  if (!only || others.length > 0) throw new Error('one address is enough for so few bytes');
  return only;
}

describe('a bucket of a real S3 server', () => {
  storageCases(() => storage);
});

describe('a presigned address of a bucket', () => {
  it('takes exactly the bytes it was signed for; sealed, they are the object', async () => {
    const [name, content] = [crypto.randomUUID(), bytesOf(MB)];
    const address = await presignOne(name, MB);
    expect((await put(address, bytesOf(MB + 1))).status).toBe(403);
    expect((await put(address, content.subarray(1))).status).toBe(403);
    expect(await storage.partialSize(name)).toBe(0);
    expect((await put(address, content)).status).toBe(200);
    expect(await storage.partialSize(name)).toBe(MB);
    expect(await storage.size(name)).toBeNull();
    expect(await storage.seal(name)).toBe(MB);
    expect((await readAll(await storage.read(name))).equals(content)).toBe(true);
    expect((await put(address, content)).status).toBe(404);
    await storage.remove(name);
  });

  it('is worth nothing once the upload is removed, and leaves nothing', async () => {
    const [name, content] = [crypto.randomUUID(), bytesOf(1000)];
    const address = await presignOne(name, 1000);
    await put(address, content);
    await storage.remove(name);
    expect((await put(address, content)).status).toBe(404);
    expect(await listed(storage, name)).toEqual([]);
  });

  it('forged in any part is refused', async () => {
    const name = crypto.randomUUID();
    const { url } = await presignOne(name, 1000);
    const signature = (text: string) => text.replace(/(X-Amz-Signature=)../, '$100');
    const another = (text: string) => text.replace(name, crypto.randomUUID());
    const longer = (text: string) => text.replace('X-Amz-Expires=300', 'X-Amz-Expires=999');
    for (const forge of [signature, another, longer]) {
      expect(forge(url)).not.toBe(url);
      expect((await fetch(forge(url), { method: 'PUT', body: new Uint8Array(1000) })).status).toBe(403);
    }
    await storage.remove(name);
  });

  it('is one up to 5 GB, and several above, which cover every byte once', async () => {
    const [small, large] = [crypto.randomUUID(), crypto.randomUUID()];
    expect(await presign(small, 5 * GB)).toMatchObject([{ start: 0, bytes: 5 * GB }]);
    const parts = await presign(large, 10 * GB - 1);
    let at = 0;
    for (const { start, bytes, method } of parts) {
      expect([start, method]).toEqual([at, 'PUT']);
      expect(bytes).toBeLessThanOrEqual(5 * GB);
      at += bytes;
    }
    expect(at).toBe(10 * GB - 1);
    for (const name of [small, large]) await storage.remove(name);
  });
});

describe('a bucket in trouble', () => {
  it('that is not there is storage_unavailable, whatever is asked', async () => {
    const name = crypto.randomUUID();
    const missing = await openStorage({ ...env(), ...server.settings, S3_BUCKET: 'elsewhere' });
    const refused = { code: 'storage_unavailable' };
    await expect(missing.write(name, inPieces(bytesOf(10)))).rejects.toMatchObject(refused);
    await expect(missing.write(name, inPieces(bytesOf(6 * MB)))).rejects.toMatchObject(refused);
    await expect(missing.append(name, 0, inPieces(bytesOf(10)))).rejects.toMatchObject(refused);
    await expect(missing.read(name)).rejects.toMatchObject(refused);
    await expect(listed(missing, name)).rejects.toMatchObject(refused);
  });

  it('that refuses our key is storage_unavailable, and nothing of the key is told', async () => {
    const name = crypto.randomUUID();
    const wrong = await openStorage({ ...env(), ...server.settings, S3_SECRET_ACCESS_KEY: 'another secret' });
    await expect(wrong.write(name, inPieces(bytesOf(10)))).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'Our file storage does not answer as it should. Try again in a while.',
    });
  });
});
