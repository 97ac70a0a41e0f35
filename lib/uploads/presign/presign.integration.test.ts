import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { revokeKey } from '../../keys/revoke-key';
import type { MeteredLane } from '../../testing/metered-lane';
import { sessionHeaders } from '../../testing/session';
import { storedObjects } from '../../testing/stored-objects';
import { makeMember } from '../../testing/tenants';
import { openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import { changeRole } from '../../workspaces/members/change-role';
import { PNG } from '../kinds/samples.fixture';
import { fileStorage } from '../storage/storage';
import { endExpired } from '../sweep';
import type { PresignedUpload } from './schema';

const MB = 2 ** 20;
const GB = 2 ** 30;

let lane: MeteredLane;
let who: Uploader;
beforeAll(async () => {
  lane = await openUploads();
  who = await uploaderAt(lane.url, { plan: 'enterprise', storage: 1000 * GB });
});
afterAll(() => lane.close());

const post = (path: string, body: object = {}, by = who) =>
  by.send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
async function presign(body: object, by = who): Promise<PresignedUpload['data']> {
  const response = await post('/upload/presign', body, by);
  expect(response.status).toBe(201);
  return ((await response.json()) as PresignedUpload).data;
}
/** As whoever has nothing but the address. */
const put = ({ upload_url: url }: PresignedUpload['data'], content: Uint8Array<ArrayBuffer>) =>
  fetch(`${lane.url}${new URL(url ?? '').pathname}`, { method: 'PUT', body: content });
const complete = (id: string, by = who) => post(`/upload/${id}/complete`, {}, by);
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error.code;
const left = (response: Response) => Number(response.headers.get('x-ratelimit-remaining'));

describe('a presigned upload', () => {
  it('counts one request, holds its bytes at once, and is a file when it is completed', async () => {
    const content = text(100_000);
    const before = await who.level();
    const asked = await post('/upload/presign', { bytes: 100_000, filename: '../notes.txt' });
    const { data } = (await asked.json()) as PresignedUpload;
    expect(data).toMatchObject({ method: 'PUT', headers: {}, parts: [{ start: 0, bytes: 100_000 }] });
    expect(Date.parse(data.expires_at) - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    expect(await who.level()).toEqual({ used: before.used + 100_000, reserved: 0 });

    const sent = await put(data, content);
    expect([sent.status, await sent.text()]).toEqual([200, '']);
    const completed = await complete(data.id);
    expect(completed.status).toBe(200);
    expect(left(completed)).toBe(left(asked));
    expect(((await completed.json()) as { data: object }).data).toMatchObject({
      ...{ id: data.id, name: 'notes.txt', kind: 'document', content_type: 'text/plain', bytes: 100_000 },
      ...{ state: 'stored', via: 'presign', sha256: createHash('sha256').update(content).digest('hex') },
    });
    expect(await who.level()).toEqual({ used: before.used + 100_000, reserved: 0 });
    expect(await who.expected()).toBe(before.used + 100_000);
    const read = await who.send(`/v1/files/${data.id}`);
    expect(Buffer.from(await read.arrayBuffer()).equals(content)).toBe(true);
    expect((await complete(data.id)).status).toBe(200);
  });

  it('of another size than its address was given for is refused, announced or not, and nothing is stored', async () => {
    const upload = await presign({ bytes: 1000 });
    const path = new URL(upload.upload_url ?? '').pathname;
    const unannounced = (bytes: number) =>
      fetch(`${lane.url}${path}`, {
        method: 'PUT',
        body: new Blob([text(bytes)]).stream(),
        duplex: 'half',
      } as RequestInit);
    expect(await codeOf(await put(upload, text(1001)))).toBe('file_too_large');
    expect(await codeOf(await put(upload, text(999)))).toBe('invalid_request');
    expect(await codeOf(await unannounced(1001))).toBe('file_too_large');
    expect(await codeOf(await unannounced(999))).toBe('upload_incomplete');
    expect(await (await fileStorage()).size(upload.id)).toBeNull();
    expect(await codeOf(await complete(upload.id))).toBe('conflict');
    expect((await put(upload, text(1000))).status).toBe(200);
    expect((await complete(upload.id)).status).toBe(200);
  });

  it('is sent once: its address takes nothing more, before and after it is completed', async () => {
    const upload = await presign({ bytes: 500 });
    expect((await put(upload, text(500))).status).toBe(200);
    expect(await codeOf(await put(upload, text(500)))).toBe('conflict');
    await complete(upload.id);
    expect((await put(upload, text(500))).status).toBe(404);
  });

  it('of a type that nobody takes is refused before a byte is stored', async () => {
    const upload = await presign({ bytes: 64, content_type: 'image/png', filename: 'a.png' });
    const program = new Uint8Array(64);
    program.set([0x4d, 0x5a, 0x90]);
    expect(await codeOf(await put(upload, program))).toBe('file_type_not_allowed');
    expect(await (await fileStorage()).size(upload.id)).toBeNull();
  });

  it('that was deleted or has expired gives its bytes back, and its address is worth nothing', async () => {
    const before = await who.level();
    const deleted = await presign({ bytes: 5 * GB, content_type: 'video/mp4' });
    const expired = await presign({ bytes: 7 * GB, content_type: 'video/mp4' });
    expect((await who.level()).used).toBe(before.used + 12 * GB);
    expect((await who.send(`/v1/files/${deleted.id}`, { method: 'DELETE' })).status).toBe(200);
    await db().storedFile.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
    expect((await complete(expired.id)).status).toBe(404);
    await endExpired();
    expect(await who.level()).toEqual({ used: before.used, reserved: 0 });
    expect(await who.expected()).toBe(before.used);
    for (const upload of [deleted, expired]) expect((await put(upload, text(10))).status).toBe(404);
  });

  it('that is deleted while it arrives is not stored, and whoever sends it is told', async () => {
    const before = await who.level();
    const upload = await presign({ bytes: 900_000 });
    let go: () => void = () => undefined;
    const deleted = new Promise<void>((resolve) => {
      go = resolve;
    });
    const halves = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(text(600_000));
        await deleted;
        controller.enqueue(text(300_000));
        controller.close();
      },
    });
    const path = new URL(upload.upload_url ?? '').pathname;
    const init = { method: 'PUT', body: halves, duplex: 'half' } as RequestInit;
    const sending = fetch(`${lane.url}${path}`, init);
    await expect
      .poll(storedObjects, { timeout: 25_000 })
      .toContainEqual(expect.stringMatching(`${upload.id} [1-9]`));
    expect((await who.send(`/v1/files/${upload.id}`, { method: 'DELETE' })).status).toBe(200);
    go();
    const refused = await sending;
    expect([refused.status, await codeOf(refused)]).toEqual([404, 'not_found']);
    expect((await storedObjects()).filter((object) => object.startsWith(upload.id))).toEqual([]);
    expect(await who.level()).toEqual(before);
  });

  it('is no good to a stranger: another workspace, a changed address, an address whose time is over', async () => {
    const upload = await presign({ bytes: 100 });
    const other = await uploaderAt(lane.url);
    expect((await complete(upload.id, other)).status).toBe(404);
    const path = new URL(upload.upload_url ?? '').pathname;
    const forged = [
      path.slice(0, -1),
      `${path}A`,
      path.replace(/.{36}\./, `${crypto.randomUUID()}.`),
      `/upload/${upload.id}`,
    ];
    for (const wrong of forged)
      expect((await fetch(`${lane.url}${wrong}`, { method: 'PUT', body: text(100) })).status).toBe(404);
    await db().storedFile.update({
      where: { id: upload.id },
      data: { progress: { address_ends: new Date(0).toISOString() } },
    });
    expect((await put(upload, text(100))).status).toBe(404);
  });

  it('asked for with a key ends with that key', async () => {
    const asker = await uploaderAt(lane.url);
    const upload = await presign({ bytes: 100 }, asker);
    await revokeKey(asker.owner.actor, asker.keyId);
    const refused = await put(upload, text(100));
    expect([refused.status, await codeOf(refused)]).toEqual([401, 'invalid_api_key']);
    expect(await (await fileStorage()).size(upload.id)).toBeNull();
  });

  it('asked for in the browser is sent without a cookie, as long as the asker is a member who may', async () => {
    const { owner, workspace } = await uploaderAt(lane.url);
    const asker = await makeMember(workspace.id, 'developer');
    const { cookie, origin } = await sessionHeaders(asker.id, lane.url);
    const bySession = async () => {
      const headers = { cookie, origin, 'content-type': 'application/json' };
      const body = JSON.stringify({ bytes: 100 });
      const response = await fetch(`${lane.url}/upload/presign`, { method: 'POST', headers, body });
      return ((await response.json()) as PresignedUpload).data;
    };
    const [first, second] = [await bySession(), await bySession()];
    expect((await put(first, text(100))).status).toBe(200);
    await changeRole(owner.actor, workspace.id, asker.id, { role: 'viewer' });
    const refused = await put(second, text(100));
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'forbidden']);
    expect(await (await fileStorage()).size(second.id)).toBeNull();
  });

  it('that is too large for what it turns out to be is ended when it is completed', async () => {
    const member = await uploaderAt(lane.url);
    const { id: workspaceId } = member.workspace;
    const sizes = { batchFiles: 1, imageBytes: 1000, documentBytes: 0, videoBytes: 2000 };
    await db().workspaceSizes.create({ data: { workspaceId, ...sizes } });
    const upload = await presign({ bytes: 1001, content_type: 'video/mp4' }, member);
    const content = new Uint8Array(1001);
    content.set(PNG);
    const storage = await fileStorage();
    // As a bucket has it, to which it was sent straight.
    await storage.append(upload.id, 0, new Blob([content]).stream());
    const refused = await complete(upload.id, member);
    expect([refused.status, await codeOf(refused)]).toEqual([413, 'file_too_large']);
    expect([await storage.size(upload.id), await storage.partialSize(upload.id)]).toEqual([null, 0]);
    expect(await member.level()).toEqual({ used: 0, reserved: 0 });
    expect(await member.expected()).toBe(0);
  });
});

describe('what a plan takes by presigned address', () => {
  const table = [
    ['starter', 50 * MB, 50 * MB, 2 * GB],
    ['professional', 100 * MB, 50 * MB, 5 * GB],
    ['enterprise', 200 * MB, 50 * MB, 10 * GB],
  ] as const;
  it.each(table)('%s: each kind to the byte, and not one more', async (plan, image, document, video) => {
    const member = await uploaderAt(lane.url, { plan, storage: 100 * GB });
    const kinds = [
      ['image/png', image],
      ['application/pdf', document],
      ['video/mp4', video],
    ] as const;
    for (const [content_type, bytes] of kinds) {
      const taken = await presign({ bytes, content_type }, member);
      const refused = await post('/upload/presign', { bytes: bytes + 1, content_type }, member);
      expect([refused.status, await codeOf(refused)]).toEqual([413, 'file_too_large']);
      await member.send(`/v1/files/${taken.id}`, { method: 'DELETE' });
    }
    const nameless = await post('/upload/presign', { bytes: video + 1 }, member);
    expect(nameless.status).toBe(413);
    expect(await member.level()).toEqual({ used: 0, reserved: 0 });
  });

  it('is held by its storage to the byte, also where twenty ask at once', async () => {
    const member = await uploaderAt(lane.url, { plan: 'enterprise', storage: GB + 5 });
    await presign({ bytes: GB, content_type: 'video/mp4' }, member);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/upload/presign', { bytes: 1, filename: 'a.txt' }, member)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(15);
    expect(await member.level()).toEqual({ used: GB + 5, reserved: 0 });
    expect(await member.expected()).toBe(GB + 5);
  });
});

it.each([
  [{}, 'bytes is required'],
  [{ bytes: 0 }, 'bytes must be at least 1'],
  [{ bytes: 1.5 }, 'bytes must be a whole number'],
  [{ bytes: '5' }, 'bytes must be a number'],
  [{ bytes: 5, size: 5 }, 'size is not a known field'],
  [{ bytes: 5, filename: 7 }, 'filename must be a string'],
  [{ bytes: 2 ** 50 }, 'bytes must be at most 5 TB'],
])('%j is refused with what is wrong of it', async (body, message) => {
  const refused = await post('/upload/presign', body);
  expect(refused.status).toBe(400);
  const { error } = (await refused.json()) as { error: { message: string } };
  expect(error.message).toContain(message);
});
