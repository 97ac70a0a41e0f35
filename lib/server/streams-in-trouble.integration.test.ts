import fs from 'node:fs';
import type { Server } from 'node:http';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Redis } from 'ioredis';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { reapOnce } from '../limits/reaper';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { killableRedis, newFolder } from '../testing/faults/killable';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { startBackground } from './background';
import { createServer, listen } from './listen';
import { ROUTES } from './routes';

/** What becomes of a stream whose reservation the store forgets or gives away. A redis-server of the test's own. */

const folder = newFolder();
const redis = await killableRedis(folder);
process.env.REDIS_URL = redis.url();
process.env.STORE_DEADLINE_MS = '100';
const background = startBackground();

let upstream: DemoUpstream;
let server: Server;
let baseURL: string;

beforeAll(async () => {
  upstream = await gatewayForTests();
  const options = { port: 0, host: '127.0.0.1', baseUrl: undefined, trustProxy: 0 };
  server = createServer(ROUTES, (_incoming, outgoing) => outgoing.writeHead(404).end(), options);
  baseURL = `http://127.0.0.1:${await listen(server, options)}/v1`;
  await background.ready;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await upstream.close();
  await background.stop();
  await store().close();
  await redis.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Streams 400 tokens in 10 s, of which 256 are held at first; `midway` happens after 20. */
async function streamWith(midway: (workspaceId: string) => Promise<unknown>) {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { id, key } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 });
  const client = new OpenAI({ apiKey: key, baseURL, maxRetries: 5 });
  const chunks = await client.chat.completions.create({
    model: 'demo-tokens-400-paced',
    messages: [{ role: 'user', content: 'Go on.' }],
    max_tokens: 1_000,
    stream: true,
  });
  let [text, count] = ['', 0];
  let error: APIError | null = null;
  try {
    for await (const chunk of chunks) {
      if (count++ === 20) await midway(workspace.id);
      text += chunk.choices[0]?.delta.content ?? '';
    }
  } catch (thrown) {
    if (!(thrown instanceof APIError)) throw thrown;
    error = thrown;
  }
  const ended = () => db().usageEvent.findMany({ where: { keyId: id, rank: 2 } });
  await expect.poll(ended, { timeout: 10_000 }).toHaveLength(1);
  const [event] = await ended();
  return { text, error, event };
}

it('a store that forgets everything gets a running stream back, which grows on and is charged exactly', async () => {
  const { text, error, event } = await streamWith(async () => {
    const direct = new Redis(redis.url());
    await direct.flushall();
    direct.disconnect();
  });
  expect(error).toBeNull();
  expect(countTokens(text)).toBe(400);
  expect(event).toMatchObject({ outcome: 'ok', estimated: false, tokensOut: 400n, unbilledMicros: 0n });
}, 60_000);

it('a stream whose reservation was reaped stops when what it held is relayed, and is charged our count', async () => {
  const { text, error, event } = await streamWith((workspaceId) =>
    reapOnce(store(), shardOf(workspaceId), Date.now() + 60_000),
  );
  expect(error).toMatchObject({ code: 'quota_unavailable' });
  expect(countTokens(text)).toBeLessThan(400);
  expect(event).toMatchObject({ outcome: 'stopped', estimated: true, tokensOut: BigInt(countTokens(text)) });
}, 60_000);
