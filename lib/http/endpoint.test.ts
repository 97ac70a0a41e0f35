import { expect, it, vi } from 'vitest';
import { AppError } from '../errors';
import { log } from '../log';
import { call } from '../testing/manage-call';
import { endpoint } from './endpoint';
import { created } from './respond';

const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  {
    GET: ({ params, query }) => ({ id: params.id, q: query.q }),
    POST: async ({ body }) => created(await body()),
    DELETE: ({ params }) => {
      if (params.id === 'known') throw new AppError('too_many_attempts', 'Wait.', { retryAfterMs: 1500 });
      throw new Error('postgres://app:hunter2@db/x refused');
    },
  },
  async () => ({}),
);

it('answers carry a request id and are never stored', async () => {
  const answer = await call(GET, null, { id: '7', query: { q: 'x' } });
  expect(answer).toMatchObject({ status: 200, body: { id: '7', q: 'x' } });
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

it('HEAD has the headers of GET and no body; OPTIONS and other methods name what is served', async () => {
  expect(await call(HEAD, null, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  const options = await call(OPTIONS, null, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, DELETE, HEAD, OPTIONS']);
  for (const [handler, method] of [
    [PUT, 'PUT'],
    [PATCH, 'PATCH'],
  ] as const) {
    const answer = await call(handler, null, { method });
    expect(answer).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } });
    expect(answer.headers.get('allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS');
  }
});

it.each([
  ['broken off', '{"a":', 400, 'invalid_json'],
  ['empty', '', 400, 'invalid_json'],
  ['with a tail', '{"a":1}x', 400, 'invalid_json'],
  ['endlessly deep', '['.repeat(400_000), 400, 'invalid_json'],
  ['larger than 1 MB', JSON.stringify({ a: 'x'.repeat(1_000_000) }), 413, 'body_too_large'],
])('a body that is %s is refused', async (_, body, status, code) => {
  expect(await call(POST, null, { method: 'POST', body })).toMatchObject({
    status,
    body: { error: { code } },
  });
});

it('a body of 1 MB passes; a longer one without a length is cut off', async () => {
  const fits = JSON.stringify({ a: 'x'.repeat(999_990) });
  expect((await call(POST, null, { method: 'POST', body: fits })).status).toBe(201);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  const request = new Request('http://x/', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  expect((await POST(request, { params: Promise.resolve({}) })).status).toBe(413);
  expect(sent).toBeLessThan(2_000_000);
});

it('text that no database can store is refused in path and query', async () => {
  for (const sent of [{ id: 'a\0' }, { query: { q: 'a\0' } }]) {
    expect(await call(GET, null, sent)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    });
  }
});

it('an expected failure says what it is and when to come back', async () => {
  const answer = await call(DELETE, null, { method: 'DELETE', id: 'known' });
  expect(answer).toMatchObject({
    status: 429,
    body: { error: { code: 'too_many_attempts', message: 'Wait.', details: { retryAfterMs: 1500 } } },
  });
  expect(answer.headers.get('retry-after')).toBe('2');
});

it('of an unexpected failure the caller learns the request id and nothing else', async () => {
  const logged = vi.spyOn(log(), 'error').mockReturnValue();
  const answer = await call<{ error: { request_id: string } }>(DELETE, null, { method: 'DELETE' });
  const requestId = answer.headers.get('x-request-id');
  expect(answer.status).toBe(500);
  expect(answer.body.error.request_id).toBe(requestId);
  expect(JSON.stringify(answer.body)).not.toMatch(/postgres|hunter2|stack/);
  expect(logged).toHaveBeenCalledWith(expect.objectContaining({ requestId }), expect.any(String));
});
