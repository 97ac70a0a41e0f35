import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { reapOnce } from '../limits/reaper';
import { costMicros } from '../money';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { bundleApp, Instance } from '../testing/faults/instance';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { startConsumer } from '../usage/consumer';

let upstream: DemoUpstream;
let app: Awaited<ReturnType<typeof bundleApp>>;
let instance: Instance;

beforeAll(async () => {
  [upstream, app] = await Promise.all([gatewayForTests(), bundleApp()]);
  instance = new Instance({ file: app.file, env: {} });
  await instance.start();
});
afterAll(async () => {
  await instance.stop();
  await upstream.close();
  app.remove();
});

const RENEWED_BY_MS = 11_000;

it('a stream whose process is killed is charged its last progress, flagged, and its event shows the tokens', async () => {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { key, id } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 });
  const client = new OpenAI({ apiKey: key, baseURL: `http://127.0.0.1:${instance.port}/v1`, maxRetries: 5 });
  const startedMs = performance.now();
  const stream = await client.chat.completions.create({
    model: 'demo-tokens-2000-paced',
    messages: [{ role: 'user', content: 'Go on.' }],
    max_tokens: 2_000,
    stream: true,
  });
  let [tokens, atRenewal] = [0, 0];
  const broken = await (async () => {
    for await (const chunk of stream) {
      const ranMs = performance.now() - startedMs;
      if (ranMs < 9_500) atRenewal = tokens;
      if (ranMs > RENEWED_BY_MS + 500) instance.kill();
      if (chunk.choices[0]?.delta.content) tokens++;
    }
  })().catch((error: Error) => error);
  expect(broken).toBeInstanceOf(Error);

  const reaped = await reapOnce(store(), shardOf(workspace.id), Date.now() + 60_000);
  expect(reaped).toBe(1);
  const consumer = startConsumer();
  await consumer.drained();
  await consumer.stop();
  const [event, ...more] = await db().usageEvent.findMany({ where: { keyId: id } });
  const [tokensIn, tokensOut] = [Number(event?.tokensIn), Number(event?.tokensOut)];
  console.log(
    `Killed after ${tokens} tokens; charged ${tokensOut}, of which ${atRenewal} came before the renewal`,
  );
  expect(more).toEqual([]);
  expect(event).toMatchObject({ outcome: 'unknown', estimated: true, streamed: true, rank: 1 });
  expect(tokensOut).toBeGreaterThanOrEqual(atRenewal);
  expect(tokensOut).toBeLessThanOrEqual(tokens);
  expect(tokensIn).toBeGreaterThan(0);
  expect(Number(event?.costMicros)).toBe(costMicros(tokensIn, 150_000, tokensOut, 600_000));
}, 60_000);
