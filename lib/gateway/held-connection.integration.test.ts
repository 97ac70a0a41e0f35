import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Pool } from 'undici';
import { afterAll, expect, test } from 'vitest';
import { type BegunAnswer, readAnswer, requestBegun } from './begun-answer';

const BODY = 'x'.repeat(64 << 10);
const LENGTH = `content-length: ${BODY.length}\r\n`;

/** An answer that waits to be read, and is held back, while this is done to its connection. */
async function held(head: string, then: (socket: Socket) => void): Promise<BegunAnswer> {
  const gone = new Promise<void>((resolve) => {
    server.once('connection', (socket: Socket) => {
      socket.once('data', () => socket.write(`${head}\r\n${BODY}`, () => setTimeout(then, 100, socket)));
      socket.once('close', () => resolve()).on('error', () => undefined);
    });
  });
  const call = { signal: new AbortController().signal, mark: { sent: false }, ended: () => undefined };
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { bodyTimeout: 1_000 });
  const answer = await requestBegun(pool, { method: 'POST', path: '/', body: '{}' }, call);
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 100));
  return answer;
}

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());

test.each([
  ['its end', 'HTTP/1.1 200 OK\r\n'],
  ['its length', `HTTP/1.1 200 OK\r\nconnection: close\r\n${LENGTH}`],
  ['its length, of HTTP/1.0', `HTTP/1.0 200 OK\r\n${LENGTH}`],
])(
  'a connection that closes after an answer while that is held back: all of it is read, by %s',
  async (_, head) => {
    const answer = await held(head, (socket) => socket.end());
    expect((await readAnswer(answer, 1 << 20)).byteLength).toBe(BODY.length);
  },
);

test.each([
  ['closes after it', 'HTTP/1.1 200 OK\r\n'],
  ['would be kept', `HTTP/1.1 200 OK\r\ncontent-length: ${BODY.length + 1}\r\n`],
])('a connection that %s and is reset while an answer is held back breaks that off', async (_, head) => {
  const answer = await held(head, (socket) => socket.resetAndDestroy());
  expect((await answer.body.next())?.byteLength).toBe(BODY.length);
  await expect(answer.body.next()).rejects.toThrow();
});
