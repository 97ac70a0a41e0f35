import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { newId } from '../../ids';
import type { MeteredLane } from '../../testing/metered-lane';
import { scaled } from '../../testing/proof';
import { sessionHeaders } from '../../testing/session';
import { SlowUpload } from '../../testing/slow-upload';
import { form, openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';

/** Every number of AIOnVision's table about uploads, over HTTP: reached, and not passed. */

const MB = 2 ** 20;
const GB = 2 ** 30;

/** As the page publishes it; storage in bytes, null for unlimited. */
const TABLE = [
  {
    plan: 'free',
    rpm: 10,
    uploads: 10,
    files: 10,
    image: 25 * MB,
    document: 50 * MB,
    video: GB,
    storage: GB,
  },
  {
    plan: 'starter',
    rpm: 30,
    uploads: 20,
    files: 20,
    image: 50 * MB,
    document: 50 * MB,
    video: 2 * GB,
    storage: 25 * GB,
  },
  {
    plan: 'professional',
    rpm: 100,
    uploads: 30,
    files: 20,
    image: 100 * MB,
    document: 50 * MB,
    video: 5 * GB,
    storage: 100 * GB,
  },
  {
    plan: 'enterprise',
    rpm: 500,
    uploads: 50,
    files: 50,
    image: 200 * MB,
    document: 50 * MB,
    video: 10 * GB,
    storage: null,
  },
];
const NAMES = { image: 'a.png', document: 'a.pdf', video: 'a.mp4' } as const;

let lane: MeteredLane;
beforeAll(async () => {
  lane = await openUploads();
});
afterAll(() => lane.close());

/** Whoever uses a plan: its key, or the browser where the plan has no keys. */
async function userOf(plan: string): Promise<Uploader & { headers: Record<string, string> }> {
  const who = await uploaderAt(lane.url, { plan });
  const { cookie, origin } = await sessionHeaders(who.owner.id, lane.url);
  const headers: Record<string, string> =
    plan === 'free' ? { cookie, origin } : { authorization: `Bearer ${who.key}` };
  const send: Uploader['send'] = (path, init = {}) =>
    fetch(`${lane.url}${path}`, { ...init, headers: { ...headers, ...init.headers } });
  return { ...who, send, headers };
}

async function refusal(response: Response) {
  const { error } = (await response.json()) as { error: { code: string } };
  return { status: response.status, code: error.code };
}

const presign = (who: Uploader, filename: string, bytes: number) =>
  who.send('/upload/presign', { method: 'POST', body: JSON.stringify({ filename, bytes }) });

describe.each(TABLE)('$plan', ({ plan, uploads, files, storage, ...sizes }) => {
  it(`${uploads} uploads run at once, one more is told to wait a second`, async () => {
    const who = await userOf(plan);
    const request = { path: '/upload/stream?filename=a.txt', bytes: 40_000, headers: who.headers };
    const running = await Promise.all(
      Array.from({ length: uploads }, async () => {
        const upload = await SlowUpload.begin(lane.port, request);
        await upload.send(20_000);
        return upload;
      }),
    );
    const held = { timeout: 20_000 };
    await expect.poll(async () => (await levelOf(who)).reserved, held).toBe(uploads * 40_000);
    const refused = await who.send('/upload/stream', { method: 'POST', body: text(20_000) });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refusal(refused)).toEqual({ status: 429, code: 'concurrency_limit_exceeded' });
    const ends = await Promise.all(running.map((upload) => upload.finish()));
    expect(ends.map(({ status }) => status)).toEqual(Array(uploads).fill(201));
    expect(await levelOf(who)).toEqual({ used: uploads * 40_000, reserved: 0 });
  });

  it(`a batch of ${files} files is taken whole, of one more nothing is`, async () => {
    const who = await userOf(plan);
    const batch = (count: number) =>
      form(
        'files',
        ...Array.from(
          { length: count },
          (_, i) => [`${i}.txt`, text(100)] as [string, Uint8Array<ArrayBuffer>],
        ),
      );
    const taken = await who.send('/upload/stream-batch', { method: 'POST', body: batch(files) });
    expect(taken.status).toBe(201);
    const refused = await who.send('/upload/stream-batch', { method: 'POST', body: batch(files + 1) });
    expect(await refusal(refused)).toEqual({ status: 413, code: 'batch_too_large' });
    expect(await levelOf(who)).toEqual({ used: files * 100, reserved: 0 });
    expect(await db().storedFile.count({ where: { workspaceId: who.workspace.id } })).toBe(files);
  });

  it.each(['image', 'document', 'video'] as const)(
    'a file that is declared as %s may have its size to the byte',
    async (kind) => {
      const who = await userOf(plan);
      const refused = await presign(who, NAMES[kind], sizes[kind] + 1);
      expect(await refusal(refused)).toEqual({ status: 413, code: 'file_too_large' });
      expect((await presign(who, NAMES[kind], sizes[kind])).status).toBe(201);
      expect(await levelOf(who)).toEqual({ used: sizes[kind], reserved: 0 });
    },
  );

  it('stores to the byte what its storage has, by whichever way', async () => {
    const who = await userOf(plan);
    const before = (storage ?? 2 ** 40) - 1_000;
    // Nobody kept this level: it is made from the rows.
    await db().storedFile.create({
      data: {
        ...{ id: newId(), workspaceId: who.workspace.id, userId: who.owner.id, name: 'before' },
        ...{ bytes: before, via: 'stream', reservationId: newId() },
      },
    });
    const stream = (bytes: number) => who.send('/upload/stream', { method: 'POST', body: text(bytes) });
    expect((await stream(1_000)).status).toBe(201);
    expect(await levelOf(who)).toEqual({ used: before + 1_000, reserved: 0 });
    const more = [
      await stream(1),
      await who.send('/upload/stream-batch', { method: 'POST', body: form('files', ['a.txt', text(1)]) }),
      await presign(who, 'a.txt', 1),
      await who.send('/upload/resumable', {
        method: 'POST',
        headers: { 'tus-resumable': '1.0.0', 'upload-length': '1' },
      }),
    ];
    if (storage === null) expect(more.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    else {
      for (const refused of more)
        expect(await refusal(refused)).toEqual({ status: 403, code: 'storage_full' });
      expect(await levelOf(who)).toEqual({ used: storage, reserved: 0 });
    }
  });
});

describe('requests a minute', () => {
  it.each(TABLE.slice(1, scaled(3, 4)))(
    '$plan: a key makes $rpm, and not one more',
    async ({ plan, rpm }) => {
      const who = await userOf(plan);
      const statuses: number[] = [];
      const asks = Array.from({ length: rpm + 5 }, (_, i) => i);
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          while (asks.pop() !== undefined) statuses.push((await who.send('/v1/files?limit=1')).status);
        }),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(rpm);
      expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    },
  );

  it('FREE has none to spend: its browser makes more than 10, and its key is refused', async () => {
    const who = await userOf('free');
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) statuses.push((await who.send('/v1/files')).status);
    expect(statuses).toEqual(Array(11).fill(200));
    const byKey = await fetch(`${lane.url}/v1/files`, { headers: { authorization: `Bearer ${who.key}` } });
    expect(await refusal(byKey)).toEqual({ status: 403, code: 'api_access_not_in_plan' });
  });
});

/** The level by whoever may ask. */
async function levelOf(who: Uploader): Promise<{ used: number; reserved: number }> {
  const { data } = (await (await who.send('/v1/quota')).json()) as {
    data: { metric: string; used: number; reserved: number }[];
  };
  const { used = -1, reserved = -1 } = data.find(({ metric }) => metric === 'bytes') ?? {};
  return { used, reserved };
}
