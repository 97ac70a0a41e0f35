import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, api, fieldError } from './api-client';
import { saveCsv } from './save-csv';

let server: Server | undefined;

/** Lets the relative paths of the client reach a server of this test. */
async function serve(handler: RequestListener): Promise<void> {
  server = createServer(handler);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init));
}

afterEach(() => {
  vi.unstubAllGlobals();
  server?.closeAllConnections();
  server?.close();
});

test('a refusal carries the code, message, details and request id of the server', async () => {
  await serve((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json', 'x-request-id': 'req-1' });
    response.end(JSON.stringify({ error: { code: 'forbidden', message: 'No.', details: { field: 'rpm' } } }));
  });
  const error = await api('/keys').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 403,
    code: 'forbidden',
    message: 'No.',
    details: { field: 'rpm' },
    requestId: 'req-1',
  });
});

test('a CSV that is refused says why, in the words of the server', async () => {
  const message = 'Use by the minute is kept for 35 days. Ask for interval=hour instead.';
  await serve((_, response) =>
    response.writeHead(400).end(JSON.stringify({ error: { code: 'invalid_request', message } })),
  );
  await expect(saveCsv('/workspaces/1/usage', 'usage.csv')).rejects.toMatchObject({ status: 400, message });
});

test('an answer that is no JSON is an error that says what to do', async () => {
  await serve((_, response) => response.writeHead(502).end('<html>'));
  await expect(api('/keys')).rejects.toMatchObject({ status: 502, code: 'internal_error' });
});

test('no answer at all is a network error', async () => {
  await serve((request) => request.socket.destroy());
  await expect(api('/keys')).rejects.toMatchObject({ status: 0, code: 'network' });
});

test('a body goes as JSON, undefined query values stay out', async () => {
  const seen: string[] = [];
  await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
    response.end('{"ok":true}');
  });
  await expect(
    api('/keys', { method: 'POST', body: { name: 'a' }, query: { cursor: undefined, limit: 5 } }),
  ).resolves.toEqual({ ok: true });
  expect(seen).toEqual(['POST /api/manage/keys?limit=5 application/json {"name":"a"}']);
});

test('what the server says of a field stands below its control without the field’s name, and below no other', () => {
  const refused = new ApiError(
    400,
    'invalid_request',
    'url must begin with https://.',
    { field: 'url' },
    null,
  );
  expect(fieldError(refused, 'url')).toBe('Must begin with https://.');
  expect(fieldError(refused, 'name')).toBeUndefined();
  expect(fieldError(new Error('url is wrong'), 'url')).toBeUndefined();
});
