import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env } from '../env';
import type { MeteredLane } from '../testing/metered-lane';
import { form, openUploads, text, type Uploader, uploaderAt } from '../testing/uploads';

const MEGABYTE = 1 << 20;
let lane: MeteredLane;
beforeAll(async () => {
  lane = await openUploads();
});
afterAll(() => lane.close());

const stream = (who: Uploader, body: BodyInit, name = 'a.txt') =>
  who.send(`/upload/stream?filename=${name}`, { method: 'POST', body });
const batch = (who: Uploader, count: number, bytes = 10) =>
  who.send('/upload/stream-batch', {
    method: 'POST',
    body: form(
      'files',
      ...Array.from({ length: count }, (_, i): [string, ReturnType<typeof text>] => [
        `${i}.txt`,
        text(bytes),
      ]),
    ),
  });
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return [response.status, error.code];
};

/** Whatever lies in the folder of files, whole or not. */
async function objects(): Promise<string[]> {
  const found = await readdir(env().UPLOAD_DIR, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Nothing of what was refused is stored, held or counted as stored. */
async function expectUntouched(who: Uploader, before: { used: number; files: string[] }) {
  expect(await who.level()).toEqual({ used: before.used, reserved: 0 });
  expect(await who.expected()).toBe(before.used);
  expect(await objects()).toEqual(before.files);
}
const asItIs = async (who: Uploader) => ({ used: (await who.level()).used, files: await objects() });

describe('what is refused', () => {
  it('a file is taken to the byte of its kind, and one byte more is a 413 that a client reads', async () => {
    const most = 2 * MEGABYTE;
    const who = await uploaderAt(lane.url, { documentBytes: most });
    expect((await stream(who, text(most))).status).toBe(201);
    const before = await asItIs(who);
    expect(await codeOf(await stream(who, text(most + 1)))).toEqual([413, 'file_too_large']);
    // Without a length nobody can know before the byte too many.
    const unknown = new Blob([text(most + 1)]).stream();
    const sent = { method: 'POST', body: unknown, duplex: 'half' as const };
    expect(await codeOf(await who.send('/upload/stream', sent))).toEqual([413, 'file_too_large']);
    await expectUntouched(who, before);
  });

  it('a batch has as many files as its plan says, and one more refuses it whole', async () => {
    const who = await uploaderAt(lane.url);
    const taken = await batch(who, 20);
    expect(taken.status).toBe(201);
    expect(((await taken.json()) as { data: unknown[] }).data).toHaveLength(20);
    const before = await asItIs(who);
    expect(before.used).toBe(200);
    expect(await codeOf(await batch(who, 21))).toEqual([413, 'batch_too_large']);
    await expectUntouched(who, before);
  });

  it('storage is filled to the byte, by any way, and one byte more is a 403', async () => {
    const who = await uploaderAt(lane.url, { storage: 3 * MEGABYTE });
    expect((await stream(who, text(MEGABYTE))).status).toBe(201);
    const form1 = await who.send('/upload/stream', {
      method: 'POST',
      body: form('file', ['b.txt', text(MEGABYTE)]),
    });
    expect(form1.status).toBe(201);
    const before = await asItIs(who);
    expect(await codeOf(await stream(who, text(MEGABYTE + 1)))).toEqual([403, 'storage_full']);
    const unknown = {
      method: 'POST',
      body: new Blob([text(MEGABYTE + 1)]).stream(),
      duplex: 'half' as const,
    };
    expect(await codeOf(await who.send('/upload/stream', unknown))).toEqual([403, 'storage_full']);
    expect(await codeOf(await batch(who, 2, MEGABYTE / 2 + 1))).toEqual([403, 'storage_full']);
    await expectUntouched(who, before);
    expect((await batch(who, 2, MEGABYTE / 2)).status).toBe(201);
    expect(await who.level()).toEqual({ used: 3 * MEGABYTE, reserved: 0 });
    expect(await codeOf(await stream(who, text(1)))).toEqual([403, 'storage_full']);
  });

  it('20 uploads racing for the last megabyte: what fits is stored, and never a byte more', async () => {
    const who = await uploaderAt(lane.url, { storage: MEGABYTE });
    const sizes = Array.from({ length: 20 }, (_, i) => 100_000 + i);
    const answers = await Promise.all(sizes.map((bytes) => stream(who, text(bytes))));
    const stored = sizes.filter((_, i) => answers[i]?.status === 201);
    const refused = await Promise.all(answers.filter(({ status }) => status !== 201).map(codeOf));
    expect(new Set(refused.map(String))).toEqual(new Set(['403,storage_full']));
    expect(stored).toHaveLength(10);
    const sum = stored.reduce((total, bytes) => total + bytes, 0);
    expect(await who.level()).toEqual({ used: sum, reserved: 0 });
    expect(await who.expected()).toBe(sum);
  });

  it('what is no picture, document or film, whatever it is called', async () => {
    const who = await uploaderAt(lane.url);
    const before = await asItIs(who);
    const program = new Uint8Array(Buffer.from('\x7fELF\x02\x01\x01'.padEnd(500, '\0'), 'latin1'));
    expect((await codeOf(await stream(who, program, 'photo.jpg')))[1]).toBe('file_type_not_allowed');
    const mixed = form('files', ['a.txt', text(5_000)], ['b.jpg', program]);
    const refused = await who.send('/upload/stream-batch', { method: 'POST', body: mixed });
    expect((await codeOf(refused))[1]).toBe('file_type_not_allowed');
    expect(await codeOf(await stream(who, new Uint8Array()))).toEqual([400, 'invalid_request']);
    await expectUntouched(who, before);
  });

  it('a form that is none, names another field, or never ends', async () => {
    const who = await uploaderAt(lane.url);
    const before = await asItIs(who);
    const post = (body: BodyInit, type?: string) =>
      who.send('/upload/stream-batch', {
        method: 'POST',
        body,
        ...(type && { headers: { 'content-type': type } }),
      });
    const part = '--b\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\n';
    const boundary = 'multipart/form-data; boundary=b';
    expect(await codeOf(await post('hello', 'text/plain'))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await post(form('file', ['a.txt', text(10)])))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await post(`${part}some text`, boundary))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await post(`${part}some text\r\n${part}more`, boundary))).toEqual([
      400,
      'invalid_request',
    ]);
    expect(await codeOf(await post('nothing like it', boundary))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await post('--b--\r\n', boundary))).toEqual([400, 'invalid_request']);
    const one = `${part}some text\r\n`;
    expect(await codeOf(await post(one.repeat(21), boundary))).toEqual([413, 'batch_too_large']);
    const endless = `${part}some text\r\n`.repeat(10_000);
    expect(await codeOf(await post(endless, boundary))).toEqual([413, 'batch_too_large']);
    await expectUntouched(who, before);
  });

  it('keys for other things, plans without uploads, and nobody', async () => {
    const other = await uploaderAt(lane.url, { scopes: ['chat'] });
    expect(await codeOf(await stream(other, text(10)))).toEqual([403, 'scope_missing']);
    expect(await codeOf(await other.send('/v1/files'))).toEqual([403, 'scope_missing']);
    const reader = await uploaderAt(lane.url, { scopes: ['files'] });
    expect(await codeOf(await stream(reader, text(10)))).toEqual([403, 'scope_missing']);
    expect((await reader.send('/v1/files')).status).toBe(200);
    const nobody = await fetch(`${lane.url}/upload/stream`, { method: 'POST', body: text(10) });
    expect(nobody.status).toBe(401);
  });
});
