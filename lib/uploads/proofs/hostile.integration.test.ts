import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../../db/client';
import { plainPng } from '../../demo/upstream/png';
import type { MeteredLane } from '../../testing/metered-lane';
import { sendRaw } from '../../testing/raw';
import { storedObjects } from '../../testing/stored-objects';
import { openUploads, text, type Uploader, uploaderAt } from '../../testing/uploads';
import type { FileView } from '../schema';

/** What is sent to break uploads is told so; nothing of it is stored, nothing charged. */

let lane: MeteredLane;
let who: Uploader;
let other: Uploader;
beforeAll(async () => {
  lane = await openUploads();
  [who, other] = await Promise.all([
    uploaderAt(lane.url, { plan: 'enterprise' }),
    uploaderAt(lane.url, { plan: 'enterprise' }),
  ]);
});
afterAll(() => lane.close());

/** Rows, level and objects as they stand. */
const books = async () => ({
  level: await who.level(),
  rows: await db().storedFile.count(),
  objects: await storedObjects(),
});
/** As it stood at first: what any test leaves behind, every later one tells. */
let before: Awaited<ReturnType<typeof books>>;
beforeAll(async () => {
  before = await books();
});
/** Ends within moments of the answer, or of the connection. */
const expectUntouched = () => expect.poll(books, { timeout: 15_000 }).toEqual(before);
afterEach(expectUntouched);

/** A request as bytes: with this key, these header lines and this body. */
const raw = (target: string, headers: string[], body: Buffer | string = '') =>
  Buffer.concat([
    Buffer.from(
      `${[target, 'HTTP/1.1'].join(' ')}\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${who.key}\r\n${headers.join('\r\n')}\r\n\r\n`,
      'latin1',
    ),
    Buffer.from(body),
  ]);

/** Sends what there is, and goes away once it has arrived. */
async function sendAndLeave(bytes: Buffer): Promise<void> {
  const socket = net.connect(lane.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.resetAndDestroy();
}

const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
};

const stream = (content: Uint8Array, name: string, headers: Record<string, string> = {}, by = who) =>
  by.send(`/upload/stream?filename=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: new Uint8Array(content),
    headers,
  });

describe('a body that is not what its head says', () => {
  it.each([
    ['fewer bytes than Content-Length', 'POST /upload/stream', ['Content-Length: 100000'], text(30_000)],
    ['no bytes at all', 'POST /upload/stream', ['Content-Length: 100000'], ''],
    [
      'chunks without the last one',
      'POST /upload/stream',
      ['Transfer-Encoding: chunked'],
      `ffff\r\n${'a'.repeat(0xffff)}\r\n`,
    ],
    [
      'a form without its final boundary',
      'POST /upload/stream',
      ['Content-Type: multipart/form-data; boundary=b', 'Content-Length: 50000'],
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'a'.repeat(30_000)}`,
    ],
  ])('%s, and then the client leaves', async (_, target, headers, body) => {
    await sendAndLeave(raw(target, headers, Buffer.from(body)));
  });

  it.each([
    ['a length that is none', ['Content-Length: -5']],
    ['two lengths', ['Content-Length: 10', 'Content-Length: 20000']],
    ['a length beside chunks', ['Content-Length: 10', 'Transfer-Encoding: chunked']],
  ])('%s is refused', async (_, headers) => {
    const { statuses } = await sendRaw(
      lane.port,
      raw('POST /upload/stream', headers, text(20_000) as Buffer),
    );
    expect(statuses[0]).toBe(400);
  });

  it('more bytes than Content-Length are told as what they are, no request, and nothing is stored', async () => {
    const { statuses } = await sendRaw(
      lane.port,
      raw('POST /upload/stream?filename=short.txt', ['Content-Length: 10'], Buffer.from(text(5_000))),
    );
    expect(statuses[0]).toBe(400);
  });

  it('a compressed body is refused: what is stored is what is counted', async () => {
    const refused = await stream(text(100), 'a.txt', { 'content-encoding': 'gzip' });
    expect((await codeOf(refused))[0]).toBe(400);
  });
});

describe('names', () => {
  it.each([
    ['../../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\a.txt', 'a.txt'],
    ['/etc/cron.d/x.txt', 'x.txt'],
    ['a\u0007.exe\u202e.txt', 'a.exe.txt'],
    ['.. /..', ''],
    ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
    ['a"\r\nSet-Cookie: x=1.txt', 'a"Set-Cookie: x=1.txt'],
  ])('%j is shown as %j, and is no part of where it lies', async (given, shown) => {
    const taken = await stream(text(300), given);
    const { data } = (await taken.json()) as { data: FileView[] };
    const [file] = data;
    expect([taken.status, file?.name]).toEqual([201, shown]);
    expect(await storedObjects()).toEqual([...before.objects, `${file?.id} 300`].sort());
    const read = await who.send(`/v1/files/${file?.id}`);
    expect(read.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect(read.headers.get('set-cookie')).toBeNull();
    await read.arrayBuffer();
    await who.send(`/v1/files/${file?.id}`, { method: 'DELETE' });
  });
});

it('a name with NUL is refused', async () => {
  expect(await codeOf(await stream(text(300), 'a.txt\0.exe'))).toEqual([400, 'invalid_request']);
});

/** A zipped file with one entry, as its local header tells. */
function zipped(name: string, content: Buffer): Buffer {
  const data = deflateRawSync(content);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), data]);
}

describe('content', () => {
  it.each([
    ['a program', Buffer.from('MZ\x90\0'.padEnd(4_000, '\0'), 'latin1')],
    ['a web page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'a drawing that can carry scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    ],
    [
      'a picture that is a web page too',
      Buffer.concat([plainPng(8, [1, 2, 3]), Buffer.from('<script>alert(1)</script>')]),
    ],
    [
      'a picture that is a PDF too',
      Buffer.concat([plainPng(8, [1, 2, 3]), Buffer.from('%PDF-1.7\n1 0 obj')]),
    ],
    ['an archive', zipped('a.txt', Buffer.alloc(1_000))],
    ['noise', Buffer.concat([Buffer.from([0, 1, 2, 3]), randomBytes(20_000)])],
  ])('%s is refused under the name and the type of a picture', async (_, content) => {
    const refused = await stream(content, 'holiday.png', { 'content-type': 'image/png' });
    expect(await codeOf(refused)).toEqual([415, 'file_type_not_allowed']);
  });

  it('a picture is one whatever it is called, and is served as what it is', async () => {
    const taken = await stream(plainPng(8, [9, 9, 9]), 'page.html', { 'content-type': 'text/html' });
    const { data } = (await taken.json()) as { data: FileView[] };
    expect(data[0]).toMatchObject({ kind: 'image', content_type: 'image/png' });
    const read = await who.send(`/v1/files/${data[0]?.id}`);
    expect(read.headers.get('content-type')).toBe('image/png');
    await read.arrayBuffer();
    await who.send(`/v1/files/${data[0]?.id}`, { method: 'DELETE' });
  });

  it('a document that would unpack to a thousand times its size counts as the bytes it has, and is not unpacked', async () => {
    const bomb = Buffer.concat([
      zipped('[Content_Types].xml', Buffer.from('<Types/>')),
      zipped('word/document.xml', Buffer.alloc(64 << 20)),
    ]);
    const taken = await stream(bomb, 'report.docx');
    const { data } = (await taken.json()) as { data: FileView[] };
    expect(data[0]).toMatchObject({ kind: 'document', bytes: bomb.length });
    expect((await who.level()).used).toBe(before.level.used + bomb.length);
    await who.send(`/v1/files/${data[0]?.id}`, { method: 'DELETE' });
  });
});

it("another workspace's file is none, whatever is asked of it", async () => {
  const taken = await stream(plainPng(8, [4, 4, 4]), 'mine.png', {}, other);
  const { data } = (await taken.json()) as { data: FileView[] };
  const id = data[0]?.id ?? '';
  const presigned = await other.send('/upload/presign', {
    method: 'POST',
    body: JSON.stringify({ bytes: 10 }),
  });
  const { data: pending } = (await presigned.json()) as { data: { id: string } };
  const asked = await Promise.all([
    who.send(`/v1/files/${id}`),
    who.send(`/v1/files/${id}`, { method: 'DELETE' }),
    who.send(`/v1/files/${pending.id}`, { method: 'DELETE' }),
    who.send(`/upload/${pending.id}/complete`, { method: 'POST' }),
    who.send('/v1/descriptions', { method: 'POST', body: JSON.stringify({ file_id: id }) }),
  ]);
  for (const answer of asked) expect(await codeOf(answer)).toEqual([404, 'not_found']);
  expect((await who.list()).map((file) => file.id)).not.toContain(id);
  expect((await other.list()).map((file) => file.id)).toContain(id);
  for (const mine of [id, pending.id]) await other.send(`/v1/files/${mine}`, { method: 'DELETE' });
});
