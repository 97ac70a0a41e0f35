import { readdir } from 'node:fs/promises';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '../db/client';
import { env } from '../env';
import { newId } from '../ids';
import type { MeteredLane } from '../testing/metered-lane';
import { sessionHeaders } from '../testing/session';
import { form, openUploads, text, type Uploader, uploaderAt } from '../testing/uploads';
import type { FileView } from './schema';
import { fileStorage } from './storage/storage';
import { endExpired, removeOrphans } from './sweep';

let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  lane = await openUploads();
  who = await uploaderAt(lane.url);
});
afterAll(() => lane.close());

async function store(by: Uploader, name: string, bytes = 1_000): Promise<FileView> {
  const path = `/upload/stream?filename=${encodeURIComponent(name)}`;
  const response = await by.send(path, { method: 'POST', body: text(bytes) });
  const { data } = (await response.json()) as { data: FileView[] };
  if (!data[0]) throw new Error(`not stored: ${response.status}`);
  return data[0];
}

async function objects(): Promise<string[]> {
  const found = await readdir(env().UPLOAD_DIR, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('GET /v1/files', () => {
  it('pages through the newest first, and finds by name', async () => {
    const own = await uploaderAt(lane.url);
    for (const name of ['a.txt', 'b_100%.txt', 'c.txt']) await store(own, name);
    const page = async (query: string) =>
      (await (await own.send(`/v1/files?${query}`)).json()) as {
        data: FileView[];
        next_cursor: string | null;
      };
    const first = await page('limit=2');
    expect(first.data.map(({ name }) => name)).toEqual(['c.txt', 'b_100%.txt']);
    const rest = await page(`limit=2&cursor=${first.next_cursor}`);
    expect(rest.data.map(({ name }) => name)).toEqual(['a.txt']);
    expect(rest.next_cursor).toBeNull();
    expect((await page('query=0%25.T')).data.map(({ name }) => name)).toEqual(['b_100%.txt']);
    expect((await page('query=_.txt')).data).toEqual([]);
    expect((await page('kind=image')).data).toEqual([]);
    expect((await own.send('/v1/files?colour=red')).status).toBe(400);
  });
});

describe('GET /v1/files/{id}', () => {
  it('answers the file as it was stored, never as a page', async () => {
    const { id, sha256 } = await store(who, 'größe "1".txt');
    const response = await who.send(`/v1/files/${id}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '1000',
      'content-disposition': `attachment; filename="gr__e _1_.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${sha256}"`,
      'accept-ranges': 'bytes',
      'x-ratelimit-limit': '30',
    });
    expect((await response.arrayBuffer()).byteLength).toBe(1000);
    const head = await who.send(`/v1/files/${id}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '1000']);
    const same = await who.send(`/v1/files/${id}`, { headers: { 'if-none-match': `W/"${sha256}"` } });
    expect([same.status, await same.text()]).toEqual([304, '']);
  });

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/1000', 0, 10],
    ['bytes=990-', 206, 'bytes 990-999/1000', 990, 1000],
    ['bytes=-5', 206, 'bytes 995-999/1000', 995, 1000],
    ['bytes=998-5000', 206, 'bytes 998-999/1000', 998, 1000],
    ['bytes=5-2', 200, null, 0, 1000],
    ['bytes=0-1,5-6', 200, null, 0, 1000],
    ['lines=0-1', 200, null, 0, 1000],
  ])('a range %s is %i', async (range, status, contentRange, start, end) => {
    const { id } = await store(who, 'ranges.txt');
    const response = await who.send(`/v1/files/${id}`, { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
    const got = Buffer.from(await response.arrayBuffer());
    expect(got.equals(Buffer.from(text(1000).subarray(start, end)))).toBe(true);
  });

  it('refuses a range beyond the end, and ignores one of another version', async () => {
    const { id } = await store(who, 'ranges.txt');
    const beyond = await who.send(`/v1/files/${id}`, { headers: { range: 'bytes=1000-' } });
    expect(beyond.status).toBe(416);
    await beyond.text();
    const other = await who.send(`/v1/files/${id}`, { headers: { range: 'bytes=0-1', 'if-range': '"x"' } });
    expect(other.status).toBe(200);
    expect((await other.arrayBuffer()).byteLength).toBe(1000);
  });
});

describe('another workspace’s file', () => {
  it('is none: it can be neither read, deleted nor seen', async () => {
    const { id } = await store(who, 'mine.txt');
    const stranger = await uploaderAt(lane.url);
    for (const method of ['GET', 'DELETE']) {
      for (const foreign of [id, newId(), 'x', `${id}/more`]) {
        const response = await stranger.send(`/v1/files/${foreign}`, { method });
        expect(response.status).toBe(404);
        await response.text();
      }
    }
    expect(await stranger.list()).toEqual([]);
    expect((await who.send(`/v1/files/${id}`)).status).toBe(200);
  });
});

describe('DELETE /v1/files/{id}', () => {
  it('frees its bytes before it answers, once, and leaves nothing in storage', async () => {
    const own = await uploaderAt(lane.url, { storage: 1_000 });
    const { id } = await store(own, 'a.txt');
    expect((await own.send('/upload/stream', { method: 'POST', body: text(1) })).status).toBe(403);
    const deleted = await Promise.all([1, 2, 3].map(() => own.send(`/v1/files/${id}`, { method: 'DELETE' })));
    expect(deleted.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    expect(await own.level()).toEqual({ used: 0, reserved: 0 });
    expect(await own.expected()).toBe(0);
    expect(await objects()).not.toContain(id);
    expect((await store(own, 'b.txt')).bytes).toBe(1_000);
  });
});

describe('a browser’s session', () => {
  it('uploads, takes and deletes without a limit per minute, and only from our own pages', async () => {
    const session = await sessionHeaders(who.owner.id, lane.url);
    const free = await uploaderAt(lane.url, { plan: 'free' });
    const freeSession = { ...(await sessionHeaders(free.owner.id, lane.url)) };
    expect((await free.send('/upload/stream', { method: 'POST', body: text(10) })).status).toBe(403);
    for (let i = 0; i < 11; i++) {
      const response = await fetch(`${lane.url}/upload/stream`, {
        method: 'POST',
        body: text(10),
        headers: freeSession,
      });
      expect(response.status).toBe(201);
      expect(response.headers.has('x-ratelimit-limit')).toBe(false);
      await response.text();
    }
    const foreign = { ...session, origin: 'https://evil.example' };
    const refused = await fetch(`${lane.url}/upload/stream`, {
      method: 'POST',
      body: text(10),
      headers: foreign,
    });
    expect(refused.status).toBe(403);
  });
});

describe('an upload whose client leaves', () => {
  it.each(['/upload/stream', '/upload/stream-batch'])(
    '%s leaves nothing: no bytes, no object, no lease',
    async (path) => {
      const own = await uploaderAt(lane.url, { uploads: 1 });
      const files = await objects();
      const multipart = path.endsWith('batch');
      const part = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\n';
      const socket = net.connect(lane.port, '127.0.0.1');
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${own.key}\r\ncontent-length: 1000000\r\n` +
          `${multipart ? 'content-type: multipart/form-data; boundary=b\r\n' : ''}\r\n${multipart ? part : ''}`,
      );
      socket.write(text(500_000));
      await vi.waitFor(
        async () => expect((await own.level()).reserved).toBeGreaterThanOrEqual(500_000),
        10_000,
      );
      // One upload at a time: another is refused, and told to come back.
      const second = await own.send('/upload/stream', { method: 'POST', body: text(10) });
      expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
      expect(await second.text()).toContain('concurrent');
      socket.destroy();
      await vi.waitFor(async () => expect(await own.level()).toEqual({ used: 0, reserved: 0 }), 10_000);
      expect(await objects()).toEqual(files);
      expect((await store(own, 'after.txt')).bytes).toBe(1_000);
    },
  );
});

describe('the sweeper', () => {
  it('ends what has expired, and removes objects that no file has', async () => {
    const own = await uploaderAt(lane.url);
    const kept = await store(own, 'kept.txt');
    const late = await store(own, 'late.txt', 2_000);
    const expired = { state: 'pending' as const, expiresAt: new Date(Date.now() - 3_600_000) };
    await db().storedFile.update({ where: { id: late.id }, data: expired });
    const orphan = newId();
    await (await fileStorage()).write(
      orphan,
      (async function* () {
        yield text(10);
      })(),
    );
    expect(await endExpired()).toBe(1);
    expect(await own.level()).toEqual({ used: 1_000, reserved: 0 });
    await removeOrphans();
    expect(await objects()).toContain(orphan);
    await removeOrphans({ wholeMs: 0, partialMs: 0 });
    const left = await objects();
    expect(left).toContain(kept.id);
    expect(left).not.toContain(orphan);
    expect(left).not.toContain(late.id);
  });
});

describe('an Idempotency-Key', () => {
  it('has an upload stored once, and answers its repetition with the same file', async () => {
    const own = await uploaderAt(lane.url);
    const headers = { 'idempotency-key': newId() };
    const send = (body: BodyInit) => own.send('/upload/stream-batch', { method: 'POST', body, headers });
    const content = form('files', ['a.txt', text(100)], ['b.txt', text(200)]);
    const request = new Request(lane.url, { method: 'POST', body: content });
    const bytes = new Uint8Array(await request.arrayBuffer());
    Object.assign(headers, { 'content-type': request.headers.get('content-type') });
    const [first, again] = [await send(bytes), await send(bytes)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
    expect(await own.level()).toEqual({ used: 300, reserved: 0 });
    const other = await send(bytes.slice(0, -1));
    expect(other.status).toBe(409);
  });
});
