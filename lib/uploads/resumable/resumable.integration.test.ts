import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../../db/client';
import { plainPng } from '../../demo/upstream/png';
import { type Customer, customerAt, eventsOf, openGateway, quotaOf } from '../../testing/customer';
import { fileStorage } from '../storage/storage';

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const TUS = { 'tus-resumable': '1.0.0' };

const customer = () => customerAt(gateway.url, 'aionvision', 'starter');

/** A call of the protocol, with the customer's key. */
function tus(
  { key, baseUrl }: Customer,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
) {
  return fetch(new URL(path, baseUrl), {
    method,
    headers: { authorization: `Bearer ${key}`, ...TUS, ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function created(of: Customer, bytes: number, name = 'a.png'): Promise<string> {
  const answer = await tus(of, 'POST', '/upload/resumable', {
    'upload-length': String(bytes),
    'upload-metadata': `filename ${base64(name)}`,
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

const patch = (of: Customer, path: string, offset: number, body: Buffer) =>
  tus(
    of,
    'PATCH',
    path,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  );

const stored = async (of: Customer) => (await quotaOf(of)).find(({ metric }) => metric === 'bytes');

/** A picture with a tail that no reader looks at: any size one wants. */
const picture = (bytes: number) =>
  Buffer.concat([plainPng(8, [1, 2, 3]), randomBytes(bytes)]).subarray(0, bytes);

it('an upload in pieces holds its declared bytes from the start, and is one request', async () => {
  const of = await customer();
  const content = picture(200_000);
  const path = await created(of, content.length);
  expect(await stored(of)).toMatchObject({ used: 200_000, reserved: 0 });

  const first = await patch(of, path, 0, content.subarray(0, 70_000));
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '70000']);
  expect(first.headers.get('x-ratelimit-limit')).toBe('30');
  const look = await tus(of, 'HEAD', path, {});
  expect(look.status).toBe(200);
  expect(look.headers.get('upload-offset')).toBe('70000');
  expect(look.headers.get('upload-length')).toBe('200000');
  expect(look.headers.get('upload-metadata')).toBe(`filename ${base64('a.png')}`);
  expect((await patch(of, path, 70_000, content.subarray(70_000))).status).toBe(204);

  const id = path.split('/').at(-1) ?? '';
  const row = await db().storedFile.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    state: 'stored',
    kind: 'image',
    contentType: 'image/png',
    bytes: 200_000n,
    name: 'a.png',
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of await (await fileStorage()).read(id)) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
  expect(await stored(of)).toMatchObject({ used: 200_000, reserved: 0 });
  const requests = (await eventsOf(of)).map((event) => [event.resource, event.requests, event.outcome]);
  expect(requests).toEqual([
    ['uploads', 1n, 'ok'],
    ['uploads', 0n, 'ok'],
    ['uploads', 0n, 'ok'],
  ]);
});
