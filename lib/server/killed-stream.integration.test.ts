import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import type { DemoUpstream } from '../demo/upstream/server';
import { inspect, openIn } from '../limits/holds';
import { reapOnce } from '../limits/reaper';
import { costMicros } from '../money';
import { shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { bundleApp, Instance } from '../testing/faults/instance';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { figure } from '../testing/proof';
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

/** Kills the instance once a renewal has told the store how far its only stream is. @returns the output tokens told */
async function killAfterProgress(shard: number): Promise<number> {
  for (;;) {
    const [hold] = await inspect(store(), shard, await openIn(store(), shard));
    if (hold && hold.facts.tokensOut > 0) {
      instance.kill();
      return hold.facts.tokensOut;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('a stream whose process is killed is charged its last progress, flagged, and its event shows the tokens', async () => {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { key, id } = await makeKey(workspace, owner.id, { budgetMicros: 1_000_000 });
  const client = new OpenAI({ apiKey: key, baseURL: `http://127.0.0.1:${instance.port}/v1`, maxRetries: 5 });
  const stream = await client.chat.completions.create({
    model: 'demo-tokens-2000-paced',
    messages: [{ role: 'user', content: 'Go on.' }],
    max_tokens: 2_000,
    stream: true,
  });
  const killing = killAfterProgress(shardOf(workspace.id));
  let tokens = 0;
  const reading = (async () => {
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) tokens++;
  })();
  await expect(reading).rejects.toThrow();
  const told = await killing;

  const reaped = await reapOnce(store(), shardOf(workspace.id), Date.now() + 60_000);
  expect(reaped).toBe(1);
  const consumer = startConsumer();
  await consumer.drained();
  await consumer.stop();
  const [event, ...more] = await db().usageEvent.findMany({ where: { keyId: id } });
  const [tokensIn, tokensOut] = [Number(event?.tokensIn), Number(event?.tokensOut)];
  figure(
    `Stream of a killed process: ${tokens} tokens had reached the client, ${told} were told to the store, ${tokensOut} are charged`,
  );
  expect(more).toEqual([]);
  expect(event).toMatchObject({ outcome: 'unknown', estimated: true, streamed: true, rank: 1 });
  expect(tokensOut).toBe(told);
  expect(tokensIn).toBeGreaterThan(0);
  expect(Number(event?.costMicros)).toBe(costMicros(tokensIn, 150_000, tokensOut, 600_000));
}, 60_000);
