import { once } from 'node:events';
import net from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { env } from '../env';
import type { MeteredLane } from '../testing/metered-lane';
import { openUploads, text, uploaderAt } from '../testing/uploads';

let lane: MeteredLane;
beforeAll(async () => {
  lane = await openUploads();
});
afterAll(() => lane.close());

/** What this file's tests have in the store, all of it, goes; nothing of anybody else's. */
async function loseMemory(): Promise<void> {
  const redis = new Redis(inject('servers').redisUrl);
  for await (const keys of redis.scanStream({ match: `${env().STORE_PREFIX}:*`, count: 1_000 })) {
    if ((keys as string[]).length > 0) await redis.del(...(keys as string[]));
  }
  redis.disconnect();
}

it('a store that lost its memory gets the level back: what is stored, and what is still arriving', async () => {
  const who = await uploaderAt(lane.url);
  await who.send('/upload/stream?filename=a.txt', { method: 'POST', body: text(1_000) });
  const gone = await who.send('/upload/stream?filename=b.txt', { method: 'POST', body: text(300) });
  const { data } = (await gone.json()) as { data: { id: string }[] };
  await who.send(`/v1/files/${data[0]?.id}`, { method: 'DELETE' });

  const socket = net.connect(lane.port, '127.0.0.1');
  socket.write(
    `POST /upload/stream?filename=c.txt HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nauthorization: Bearer ${who.key}\r\ncontent-length: 50000\r\n\r\n`,
  );
  socket.write(text(30_000));
  const patience = { timeout: 40_000, interval: 100 };
  await vi.waitFor(
    async () => expect(await who.level()).toEqual({ used: 1_000, reserved: 50_000 }),
    patience,
  );
  await loseMemory();
  await vi.waitFor(async () => {
    const ready = await who.send('/upload/stream?filename=d.txt', { method: 'POST', body: text(10) });
    expect([503, 201]).toContain(ready.status);
    expect(ready.status).toBe(201);
  }, patience);
  expect(await who.level()).toEqual({ used: 1_010, reserved: 50_000 });

  socket.write(text(20_000));
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes.toString();
  });
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  expect(await who.level()).toEqual({ used: 51_010, reserved: 0 });
  expect(await who.expected()).toBe(51_010);
}, 90_000);
