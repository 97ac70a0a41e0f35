import type OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tone } from '../demo/upstream/sound';
import { customerAt, eventsOf, openGateway, quotaOf } from '../testing/customer';

/** What OpenAI's own client is told, and charged, where embeddings, images and audio fail. */

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const wav = (seconds: number) =>
  new File([new Uint8Array(tone(seconds))], 'speech.wav', { type: 'audio/wav' });

const file = () => wav(1);
const calls: [string, (client: OpenAI, trouble: string) => Promise<unknown>][] = [
  ['embeddings', (c, t) => c.embeddings.create({ model: `demo-embeddings-${t}`, input: 'hi' })],
  ['images', (c, t) => c.images.generate({ model: `demo-images-${t}`, prompt: 'hi' })],
  [
    'speech',
    async (c, t) => {
      const response = await c.audio.speech.create({ model: `demo-speech-${t}`, voice: 'v', input: 'hi' });
      return response.arrayBuffer();
    },
  ],
  [
    'transcriptions',
    (c, t) => c.audio.transcriptions.create({ model: `demo-transcriptions-${t}`, file: file() }),
  ],
];

it.each(calls)(
  'an upstream that fails at %s is told in our words and costs the request alone',
  async (_, call) => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    await expect(call(customer.client, 'error-500')).rejects.toMatchObject({
      status: 502,
      code: 'upstream_error',
    });
    await expect(call(customer.client, 'error-400')).rejects.toMatchObject({ status: 400 });
    await expect(call(customer.client, 'cut')).rejects.toThrow();
    const events = await eventsOf(customer);
    expect(events.map((e) => [e.outcome, e.requests, e.costMicros, e.tokensMetered, e.units])).toEqual(
      Array.from({ length: 3 }, () => ['upstream_error', 1n, 0n, 0n, 0n]),
    );
    for (const { metric, window, reserved, used } of await quotaOf(customer)) {
      expect(reserved).toBe(0);
      if (metric === 'cost' || window === 'concurrent') expect(used).toBe(0);
    }
  },
);

it.each(calls)('%s that report no usage are charged by our own count, never free', async (_, call) => {
  const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
  await call(customer.client, 'no-usage');
  const [event] = await eventsOf(customer);
  expect(event?.costMicros).toBeGreaterThan(0n);
  const counted = ['embeddings', 'audio'].includes(event?.resource ?? '') && !event?.streamed;
  expect(event?.estimated).toBe(counted);
});

it.each(calls)('a budget that does not pay for it stops %s before the upstream is asked', async (_, call) => {
  const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 0 });
  await expect(call(customer.client, 'any')).rejects.toMatchObject({
    status: 402,
    code: 'budget_exceeded',
  });
  expect(await eventsOf(customer)).toEqual([]);
});

it('a listener who leaves is charged all characters, and holds nothing any more', async () => {
  const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
  const leaving = new AbortController();
  const response = await customer.client.audio.speech.create(
    { model: 'demo-speech-stall', voice: 'v', input: 'x'.repeat(4_000) },
    { signal: leaving.signal },
  );
  await response.body?.getReader().read();
  leaving.abort();
  await expect.poll(async () => (await eventsOf(customer))[0]?.outcome).toBe('client_closed');
  const [event] = await eventsOf(customer);
  expect([event?.units, event?.costMicros]).toEqual([4_000n, 60_000n]);
  for (const { reserved } of await quotaOf(customer)) expect(reserved).toBe(0);
});

it('a file that is too large is refused while it is sent, and the client hears why', async () => {
  const customer = await customerAt(gateway.url);
  const large = (megabytes: number) => new File([new Uint8Array(megabytes * (1 << 20))], 'a.wav');
  const { transcriptions } = customer.client.audio;
  for (const [megabytes, code] of [
    [25.5, 'file_too_large'],
    [27, 'body_too_large'],
  ] as const) {
    const asked = transcriptions.create({ model: 'whisper-1', file: large(megabytes) });
    await expect(asked).rejects.toMatchObject({ status: 413, code });
  }
  expect(await eventsOf(customer)).toEqual([]);
});
