import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silence, tone } from '../demo/upstream/sound';
import { customerAt, eventsOf, openGateway, quotaOf, seenOf } from '../testing/customer';

/** OpenAI's own client, unmodified, for everything that is no chat; and what each call is charged. */

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const wav = (seconds: number) =>
  new File([new Uint8Array(tone(seconds))], 'speech.wav', { type: 'audio/wav' });

describe('embeddings', () => {
  it('come in the order of their texts, as numbers or in base64, and cost their input tokens', async () => {
    const customer = await customerAt(gateway.url);
    const texts = ['one text', 'and another one'];
    const model = 'text-embedding-3-small';
    const first = await customer.client.embeddings.create({ model, input: texts, dimensions: 8 });
    const floats = await customer.client.embeddings.create({
      model,
      input: texts,
      dimensions: 8,
      encoding_format: 'float',
    });
    expect(first.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 8],
      [1, 8],
    ]);
    expect(floats.data).toEqual(first.data);
    expect(first.model).toBe(model);
    const [event] = await eventsOf(customer);
    const seen = await seenOf(gateway.upstream.url, event?.id ?? '');
    expect(event).toMatchObject({
      resource: 'embeddings',
      model,
      outcome: 'ok',
      estimated: false,
      tokensIn: BigInt(first.usage.prompt_tokens),
      tokensOut: 0n,
      tokensMetered: BigInt(seen?.prompt_tokens ?? -1),
      costMicros: 1n, // 5 tokens at 0.02 a million, rounded up: never free
    });
  });

  it('are made of tokens too, and those are counted as they were sent', async () => {
    const customer = await customerAt(gateway.url);
    const model = 'text-embedding-3-small';
    await customer.client.embeddings.create({ model, input: [1, 2, 3] });
    const many = Array.from({ length: 100 }, () => Array.from({ length: 60 }, (_, i) => i));
    const { data } = await customer.client.embeddings.create({ model, input: many });
    expect(data).toHaveLength(100);
    const events = await eventsOf(customer);
    expect(events.map((event) => [event.tokensIn, event.costMicros])).toEqual([
      [3n, 1n],
      [6_000n, 120n],
    ]);
  });
});

describe('images', () => {
  it('are charged by the image: its size in begun squares, twice for hd', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 1_000_000 });
    const ask = { model: 'dall-e-3', prompt: 'a cat', response_format: 'b64_json' } as const;
    const { data } = await customer.client.images.generate({ ...ask, n: 3 });
    expect(data).toHaveLength(3);
    await customer.client.images.generate({ ...ask, size: '1792x1024', quality: 'hd' });
    const events = await eventsOf(customer);
    expect(events.map((event) => [event.units, event.costMicros, event.estimated])).toEqual([
      [3n, 120_000n, false],
      [4n, 160_000n, false],
    ]);
    const cost = (await quotaOf(customer)).find(({ metric }) => metric === 'cost');
    expect(cost).toMatchObject({ used: 280_000, reserved: 0, remaining: 720_000 });
  });

  it('are charged by tokens where the model reports them', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    const answer = await customer.client.images.generate({
      model: 'gpt-image-1',
      prompt: 'a cat in a hat',
      n: 2,
      quality: 'low',
      size: '1024x1024',
    });
    expect(answer.usage?.output_tokens).toBe(544);
    const [event] = await eventsOf(customer);
    const input = answer.usage?.input_tokens ?? 0;
    expect(event).toMatchObject({
      tokensIn: BigInt(input),
      tokensOut: 544n,
      units: 0n,
      costMicros: BigInt(input * 5 + 544 * 40),
      unbilledMicros: 0n,
    });
  });
});

describe('speech', () => {
  it('is relayed as sound and costs its characters', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    const input = 'Grüße, 👋 world! '.repeat(50);
    const response = await customer.client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input });
    const sound = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    const characters = [...input].length;
    expect(sound.equals(silence(characters / 16))).toBe(true);
    const [event] = await eventsOf(customer);
    expect(event).toMatchObject({
      resource: 'audio',
      outcome: 'ok',
      streamed: true,
      estimated: false,
      units: BigInt(characters),
      costMicros: BigInt(characters * 15),
    });
  });
});

describe('transcriptions', () => {
  it('are charged by the second that the provider reports, in each format', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    const { transcriptions } = customer.client.audio;
    const ask = { model: 'whisper-1', language: 'en', prompt: 'Names: Ada.' };
    const plain = await transcriptions.create({ ...ask, file: wav(2.5) });
    expect(plain.text).toContain('demo model');
    const verbose = await transcriptions.create({
      ...ask,
      file: wav(2.5),
      response_format: 'verbose_json',
      timestamp_granularities: ['word', 'segment'],
    });
    expect(verbose.duration).toBe(2.5);
    const srt = await transcriptions.create({ ...ask, file: wav(2.5), response_format: 'srt' });
    expect(srt).toMatch(/^1\n00:00:00,000 --> 00:00:02,500\n/);
    const events = await eventsOf(customer);
    // A text format reports nothing: then the file's own length is charged, flagged.
    expect(events.map((event) => [event.units, event.costMicros, event.estimated])).toEqual([
      [3n, 300n, false],
      [3n, 300n, false],
      [3n, 300n, true],
    ]);
  });

  it('are charged by tokens where the model reports them', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    const model = 'gpt-4o-transcribe';
    await customer.client.audio.transcriptions.create({ model, file: wav(2.5) });
    const [event] = await eventsOf(customer);
    const seen = await seenOf(gateway.upstream.url, event?.id ?? '');
    expect(seen?.prompt_tokens).toBe(30);
    expect(event).toMatchObject({
      tokensIn: 30n,
      tokensOut: BigInt(seen?.completion_tokens ?? -1),
      costMicros: BigInt(30 * 6 + (seen?.completion_tokens ?? 0) * 10),
      estimated: false,
    });
  });
});

describe('streamed transcripts', () => {
  const ask = (seconds: number) =>
    ({ model: 'gpt-4o-transcribe', file: wav(seconds), stream: true }) as const;

  it('come word by word and are charged what their last event reports', async () => {
    const customer = await customerAt(gateway.url, 'headroom', 'team', { budgetMicros: 10_000_000 });
    let [text, done] = ['', ''];
    for await (const event of await customer.client.audio.transcriptions.create(ask(2.5))) {
      if (event.type === 'transcript.text.delta') text += event.delta;
      if (event.type === 'transcript.text.done') done = event.text;
    }
    expect(text).toBe(done);
    const [event] = await eventsOf(customer);
    const seen = await seenOf(gateway.upstream.url, event?.id ?? '');
    expect(event).toMatchObject({
      outcome: 'ok',
      streamed: true,
      estimated: false,
      tokensIn: 30n,
      tokensOut: BigInt(seen?.completion_tokens ?? -1),
    });
  });

  it('of a model that cannot stream come whole', async () => {
    const customer = await customerAt(gateway.url);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...ask(1), model: 'whisper-1' })) {
      form.set(name, value instanceof File ? value : String(value));
    }
    const headers = { authorization: `Bearer ${customer.key}` };
    const answer = await fetch(`${gateway.url}/v1/audio/transcriptions`, {
      method: 'POST',
      headers,
      body: form,
    });
    expect(await answer.json()).toMatchObject({ usage: { type: 'duration', seconds: 1 } });
    const [event] = await eventsOf(customer);
    expect([event?.units, event?.costMicros]).toEqual([1n, 100n]);
  });
});

it('an Idempotency-Key gives the same picture again, charged once; of speech it says that it was streamed', async () => {
  const customer = await customerAt(gateway.url);
  const { images, audio } = customer.client;
  const under = (key: string) => ({ headers: { 'idempotency-key': key } });
  const draw = () => images.generate({ model: 'dall-e-3', prompt: 'a cat' }, under('a')).withResponse();
  const [first, again] = [await draw(), await draw()];
  expect(again.data).toEqual(first.data);
  expect(again.response.headers.get('idempotent-replayed')).toBe('true');
  const speak = () => audio.speech.create({ model: 'tts-1', voice: 'v', input: 'hello' }, under('b'));
  await (await speak()).arrayBuffer();
  await expect(speak()).rejects.toMatchObject({ status: 409, code: 'not_replayable' });
  const events = await eventsOf(customer);
  expect(events.map(({ resource, costMicros }) => [resource, costMicros])).toEqual([
    ['images', 40_000n],
    ['audio', 75n],
  ]);
});
