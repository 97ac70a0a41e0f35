import { randomBytes } from 'node:crypto';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { plainPng } from '../../demo/upstream/png';
import type { MeteredLane } from '../../testing/metered-lane';
import { openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import { drained } from '../../usage/lag';
import { fileStorage } from '../storage/storage';
import { endExpired } from '../sweep';

let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  lane = await openUploads();
  who = await uploaderAt(lane.url);
});
afterAll(() => lane.close());

const base64 = (value: string) => Buffer.from(value).toString('base64');

/** A call of the protocol. */
const tus = (method: string, path: string, headers: Record<string, string> = {}, by = who, body?: Buffer) =>
  by.send(path, {
    method,
    headers: { 'tus-resumable': '1.0.0', ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });

async function create(bytes: number, name = 'a.png', by = who): Promise<{ path: string; id: string }> {
  const headers = { 'upload-length': String(bytes), 'upload-metadata': `filename ${base64(name)}` };
  const answer = await tus('POST', '/upload/resumable', headers, by);
  expect(answer.status).toBe(201);
  const path = answer.headers.get('location') ?? '';
  const { data } = (await answer.json()) as { data: { id: string } };
  expect(path).toBe(`/upload/resumable/${data.id}`);
  return { path, id: data.id };
}

const PART = 'application/offset+octet-stream';
const patch = (path: string, offset: number, body: Buffer, by = who) =>
  tus('PATCH', path, { 'upload-offset': String(offset), 'content-type': PART }, by, body);

const offsetOf = async (path: string) => (await tus('HEAD', path)).headers.get('upload-offset');

/** A picture with a tail that no reader looks at: any size one wants. */
const picture = (bytes: number) =>
  Buffer.concat([plainPng(8, [1, 2, 3]), randomBytes(bytes)]).subarray(0, bytes);

const rowOf = (id: string) => db().storedFile.findUnique({ where: { id } });

async function contentOf(id: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await (await fileStorage()).read(id)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The level is what the rows say, and nothing is held. */
async function expectLevel(used: number): Promise<void> {
  expect(await who.expected()).toBe(used);
  expect(await who.level()).toEqual({ used, reserved: 0 });
}

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

describe('an upload in pieces', () => {
  it('holds its declared bytes from the start, is one request, and is stored with its last byte', async () => {
    const before = (await who.level()).used;
    const content = picture(200_000);
    const { path, id } = await create(content.length);
    await expectLevel(before + 200_000);
    const first = await patch(path, 0, content.subarray(0, 70_000));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '70000']);
    expect(first.headers.get('x-ratelimit-limit')).toBe('30');
    const look = await tus('HEAD', path);
    expect([look.status, look.headers.get('upload-offset'), look.headers.get('upload-length')]).toEqual([
      200,
      '70000',
      '200000',
    ]);
    expect(look.headers.get('upload-metadata')).toBe(`filename ${base64('a.png')}`);
    expect((await patch(path, 70_000, content.subarray(70_000))).status).toBe(204);
    expect(await rowOf(id)).toMatchObject({
      state: 'stored',
      kind: 'image',
      contentType: 'image/png',
      name: 'a.png',
    });
    expect((await contentOf(id)).equals(content)).toBe(true);
    await expectLevel(before + 200_000);
    await drained();
    const events = await db().usageEvent.findMany({ where: { keyId: who.keyId }, orderBy: { id: 'asc' } });
    expect(events.map(({ resource, requests, outcome }) => [resource, requests, outcome])).toEqual([
      ['uploads', 1n, 'ok'],
      ['uploads', 0n, 'ok'],
      ['uploads', 0n, 'ok'],
    ]);
  });

  it('goes on where it stopped, by the official client', async () => {
    const content = picture(300_000);
    const options = {
      endpoint: `${lane.url}/upload/resumable`,
      headers: { authorization: `Bearer ${who.key}` },
      metadata: { filename: 'holiday.png' },
      chunkSize: 100_000,
      retryDelays: null,
    };
    const url = await new Promise<string>((resolve, reject) => {
      const upload = new Upload(content, {
        ...options,
        onError: reject,
        onChunkComplete: () => upload.abort().then(() => resolve(upload.url ?? '')),
      });
      upload.start();
    });
    expect(await offsetOf(new URL(url).pathname)).toBe('100000');
    await new Promise<void>((resolve, reject) => {
      new Upload(content, {
        ...options,
        uploadUrl: url,
        onError: reject,
        onSuccess: () => resolve(),
      }).start();
    });
    const id = url.split('/').at(-1) ?? '';
    expect(await rowOf(id)).toMatchObject({ state: 'stored', name: 'holiday.png', bytes: 300_000n });
    expect((await contentOf(id)).equals(content)).toBe(true);
  });

  it('takes no byte at a wrong offset, none beyond its length, and none once it is complete', async () => {
    const content = picture(50_000);
    const { path } = await create(content.length);
    expect((await patch(path, 0, content.subarray(0, 20_000))).status).toBe(204);
    const again = await patch(path, 0, content.subarray(0, 20_000));
    expect([again.status, await codeOf(again)]).toEqual([409, 'conflict']);
    const more = await patch(path, 20_000, picture(40_000));
    expect([more.status, await codeOf(more)]).toEqual([413, 'file_too_large']);
    expect(await offsetOf(path)).toBe('20000');
    expect((await patch(path, 20_000, content.subarray(20_000))).status).toBe(204);
    expect((await patch(path, 50_000, Buffer.from('x'))).status).toBe(409);
    expect((await tus('DELETE', path)).status).toBe(400);
    expect(await offsetOf(path)).toBe('50000');
  });

  it('makes way for who comes back: the connection that hangs lets go, and what came stays', async () => {
    const content = picture(1_000_000);
    const { path, id } = await create(content.length);
    let send: (chunk: Uint8Array) => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        send = (chunk) => controller.enqueue(chunk);
      },
    });
    const headers = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': PART };
    const hanging = who.send(path, { method: 'PATCH', headers, body, duplex: 'half' });
    send(new Uint8Array(content.subarray(0, 800_000)));
    const come = async () => (await fileStorage()).partialSize(id);
    await expect.poll(come, { timeout: 20_000 }).toBeGreaterThan(0);
    const offset = Number(await offsetOf(path));
    expect(offset).toBeGreaterThan(0);
    expect((await hanging).headers.get('upload-offset')).toBe(String(offset));
    expect((await patch(path, offset, content.subarray(offset))).status).toBe(204);
    expect((await contentOf(id)).equals(content)).toBe(true);
  });
});

describe('what an upload held is given back', () => {
  it('by its end, before that is answered', async () => {
    const before = (await who.level()).used;
    const { path, id } = await create(90_000);
    expect((await patch(path, 0, picture(90_000).subarray(0, 30_000))).status).toBe(204);
    expect((await tus('DELETE', path)).status).toBe(204);
    await expectLevel(before);
    expect(await rowOf(id)).toBeNull();
    expect(await (await fileStorage()).partialSize(id)).toBe(0);
    for (const method of ['HEAD', 'DELETE']) expect((await tus(method, path)).status).toBe(404);
    expect((await patch(path, 30_000, picture(1))).status).toBe(404);
  });

  it('by its expiry', async () => {
    const before = (await who.level()).used;
    const { path, id } = await create(80_000);
    await patch(path, 0, picture(80_000).subarray(0, 30_000));
    await db().storedFile.update({ where: { id }, data: { expiresAt: new Date(0) } });
    expect((await tus('HEAD', path)).status).toBe(404);
    await endExpired();
    await expectLevel(before);
    expect(await (await fileStorage()).partialSize(id)).toBe(0);
  });

  it.each([
    [
      'of a kind that is not taken',
      Buffer.concat([Buffer.from('MZ'), randomBytes(60_000)]),
      'file_type_not_allowed',
    ],
    ['named as another kind, larger than its own may be', picture(40_000), 'file_too_large'],
  ])('where its first bytes show a file %s', async (_, head, code) => {
    const before = (await who.level()).used;
    // A picture of STARTER has at most 50 MB; a film may have so many.
    const { path, id } = await create(60 << 20, 'film.mp4');
    const refused = await patch(path, 0, head);
    expect([refused.status, await codeOf(refused)]).toEqual([code === 'file_too_large' ? 413 : 415, code]);
    await expectLevel(before);
    expect(await rowOf(id)).toBeNull();
    expect(await (await fileStorage()).partialSize(id)).toBe(0);
  });

  it('where its end shows it: a short file of a kind that is not taken', async () => {
    const before = (await who.level()).used;
    const { path } = await create(3, 'a.png');
    await patch(path, 0, Buffer.from('M'));
    expect(await codeOf(await patch(path, 1, Buffer.from('Z\0')))).toBe('file_type_not_allowed');
    await expectLevel(before);
  });
});

describe('a creation', () => {
  it.each([
    ['without a length', {}, 400],
    ['of no bytes', { 'upload-length': '0' }, 400],
    ['of a length that is no number', { 'upload-length': '1e3' }, 400],
    ['that defers its length', { 'upload-defer-length': '1' }, 400],
    ['with metadata that are none', { 'upload-length': '10', 'upload-metadata': 'filename ???' }, 400],
    ['of an older protocol', { 'upload-length': '10', 'tus-resumable': '0.2.2' }, 412],
    ['larger than any file may be', { 'upload-length': String(2 * 2 ** 30 + 1) }, 413],
    [
      'of a picture larger than pictures may be',
      { 'upload-length': String(50 * 2 ** 20 + 1), 'upload-metadata': `filename ${base64('a.png')}` },
      413,
    ],
  ])('%s is refused, and nothing is held or counted', async (_, headers, status) => {
    const before = (await who.level()).used;
    const answer = await tus('POST', '/upload/resumable', headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0');
    expect(answer.headers.get('tus-version')).toBe(status === 412 ? '1.0.0' : null);
    await expectLevel(before);
  });

  it('that does not fit into the storage is a 403; of one that fits to the byte nothing is left', async () => {
    const other = await uploaderAt(lane.url, { storage: 100_000 });
    const headers = { 'upload-length': '100001' };
    const refused = await tus('POST', '/upload/resumable', headers, other);
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'storage_full']);
    await create(100_000, 'a.png', other);
    const one = await tus('POST', '/upload/resumable', { 'upload-length': '1' }, other);
    expect(one.status).toBe(403);
  });

  it('tells what there is of the protocol', async () => {
    const answer = await fetch(`${lane.url}/upload/resumable`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('tus-extension')).toBe('creation,expiration,termination');
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
  });
});

it.each(['none', '%00', '__proto__', crypto.randomUUID()])('%s is no upload', async (id) => {
  for (const method of ['HEAD', 'DELETE']) {
    expect((await tus(method, `/upload/resumable/${id}`)).status).toBe(404);
  }
});

it('an upload of another workspace is not found, and stays as it is', async () => {
  const stranger = await uploaderAt(lane.url);
  const { path } = await create(20_000);
  for (const method of ['HEAD', 'DELETE']) expect((await tus(method, path, {}, stranger)).status).toBe(404);
  expect((await patch(path, 0, Buffer.from(text(10)), stranger)).status).toBe(404);
  expect(await offsetOf(path)).toBe('0');
});
