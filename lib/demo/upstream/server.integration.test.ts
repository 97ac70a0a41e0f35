import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SeenRequest } from './request-log';
import { type DemoUpstream, startUpstream } from './server';
import { silence, tone } from './sound';

let upstream: DemoUpstream;
let client: OpenAI;
const messages = [{ role: 'user' as const, content: 'Hello there' }];

beforeAll(async () => {
  upstream = await startUpstream();
  client = new OpenAI({ baseURL: `${upstream.url}/v1`, apiKey: 'any', maxRetries: 0 });
});
beforeEach(async () => {
  await fetch(`${upstream.url}/demo/requests`, { method: 'DELETE' });
});
afterAll(() => upstream.close());

async function seen(): Promise<SeenRequest[]> {
  const response = await fetch(`${upstream.url}/demo/requests`);
  return ((await response.json()) as { data: SeenRequest[] }).data;
}

/** By OpenAI's own rule: 3 a message and for the reply, the role, the content. */
const exactPrompt = 3 + 3 + countTokens('user') + countTokens('Hello there');

test('an answer says that it is a demo, with exact usage', async () => {
  const { choices, usage, model } = await client.chat.completions.create({ model: 'any/name', messages });
  const content = choices[0]?.message.content ?? '';
  expect(content).toContain('demo model');
  expect(model).toBe('any/name');
  expect(choices[0]?.finish_reason).toBe('stop');
  expect(usage).toEqual({
    prompt_tokens: exactPrompt,
    completion_tokens: countTokens(content),
    total_tokens: exactPrompt + countTokens(content),
  });
});

test('a stream says the same as the plain answer, a token at a time, with the same usage at its end', async () => {
  const plain = await client.chat.completions.create({ model: 'm', messages });
  const options = { model: 'm', messages, stream: true, stream_options: { include_usage: true } } as const;
  let text = '';
  let usage: unknown = null;
  let tokens = 0;
  for await (const chunk of await client.chat.completions.create(options)) {
    const piece = chunk.choices[0]?.delta.content ?? '';
    text += piece;
    if (piece) tokens += 1;
    usage = chunk.usage ?? usage;
  }
  expect(text).toBe(plain.choices[0]?.message.content);
  expect(tokens).toBe(plain.usage?.completion_tokens);
  expect(usage).toEqual(plain.usage);
});

test('max_tokens, n and stop are honoured', async () => {
  const cut = await client.chat.completions.create({ model: 'm', messages, max_completion_tokens: 5, n: 3 });
  expect(cut.choices.map((choice) => choice.finish_reason)).toEqual(['length', 'length', 'length']);
  expect(cut.usage?.completion_tokens).toBe(15);
  const stopped = await client.chat.completions.create({ model: 'm', messages, stop: 'demo' });
  expect(stopped.choices[0]).toMatchObject({ message: { content: 'This is a ' }, finish_reason: 'stop' });
});

test.each([400, 401, 429, 500, 503])('demo-error-%i answers that status', async (status) => {
  const error = await client.chat.completions
    .create({ model: `demo-error-${status}`, messages })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect((error as APIError).status).toBe(status);
});

test('the log tells of each request its id and what it used', async () => {
  await client.chat.completions.create(
    { model: 'demo-tokens-12', messages },
    { headers: { 'x-request-id': 'request-1' } },
  );
  expect(await seen()).toMatchObject([
    {
      id: 'request-1',
      model: 'demo-tokens-12',
      prompt_tokens: exactPrompt,
      completion_tokens: 12,
      completed: true,
      status: 200,
    },
  ]);
});

test('a reader that leaves stops the stream', async () => {
  const stream = await client.chat.completions.create({ model: 'demo-paced', messages, stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  const written = async () => (await seen())[0]?.completion_tokens ?? 0;
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await written();
        const still = now === before;
        before = now;
        return still;
      },
      { interval: 100 },
    )
    .toBe(true);
  expect(before).toBeLessThan(20);
  expect((await seen())[0]?.completed).toBe(false);
});

test('embeddings, images, speech and transcriptions answer in the official shapes', async () => {
  const { data, usage } = await client.embeddings.create({ model: 'e', input: ['a', 'b'], dimensions: 8 });
  expect(data.map((item) => item.embedding.length)).toEqual([8, 8]);
  expect(usage.prompt_tokens).toBe(2);
  const image = await client.images.generate({ model: 'i', prompt: 'a cat' });
  expect(
    Buffer.from(image.data?.[0]?.b64_json ?? '', 'base64')
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const speech = await client.audio.speech.create({ model: 's', voice: 'alloy', input: 'hello' });
  const mp3 = Buffer.from(await speech.arrayBuffer());
  expect([speech.headers.get('content-type'), mp3.equals(silence(5 / 16))]).toEqual(['audio/mpeg', true]);
  const asked = { model: 's', voice: 'alloy', input: 'hello', response_format: 'wav' } as const;
  const wav = Buffer.from(await (await client.audio.speech.create(asked)).arrayBuffer());
  expect(wav.equals(tone(5 / 16))).toBe(true);
  const file = new File([new Uint8Array(100)], 'a.wav');
  const { text } = await client.audio.transcriptions.create({ model: 't', file });
  expect(text).toContain('did not listen to the 100 bytes');
  expect((await client.models.list()).data[0]?.id).toBe('demo-chat');
});

test('token arrays, image tokens and seconds of sound are reported as providers do', async () => {
  const vectors = await client.embeddings.create({ model: 'e', input: [[1, 2, 3], [4]] });
  expect([vectors.data.length, vectors.usage.prompt_tokens]).toEqual([2, 4]);
  const ask = { model: 'gpt-image-1', prompt: 'a cat', quality: 'high', size: '1024x1024', n: 2 } as const;
  const image = await client.images.generate(ask);
  expect(image.usage).toMatchObject({ input_tokens: countTokens('a cat'), output_tokens: 2 * 4_160 });
  const wav = new File([new Uint8Array(tone(1.5))], 'a.wav');
  const heard = await client.audio.transcriptions.create({ model: 'whisper-1', file: wav });
  expect(heard.usage).toEqual({ type: 'duration', seconds: 2 });
  const read = await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: wav });
  expect(read.usage).toMatchObject({
    type: 'tokens',
    input_tokens: 20,
    output_tokens: countTokens(read.text),
  });
});

test.each([
  ['embeddings', { input: 'a' }],
  ['images', { prompt: 'a' }],
  ['speech', { input: 'a', voice: 'v' }],
])('models named for %s fail as the rest of their name says', async (resource, fields) => {
  const paths = { embeddings: 'embeddings', images: 'images/generations', speech: 'audio/speech' };
  const ask = (trouble: string) =>
    fetch(`${upstream.url}/v1/${paths[resource as keyof typeof paths]}`, {
      method: 'POST',
      body: JSON.stringify({ model: `demo-${resource}-${trouble}`, ...fields }),
    });
  expect((await ask('error-503')).status).toBe(503);
  expect(await (await ask('no-usage')).text()).not.toContain('"usage"');
  await expect(ask('cut').then((response) => response.text())).rejects.toThrow();
});

test('what is no request is told so', async () => {
  const post = (path: string, body: string) => fetch(upstream.url + path, { method: 'POST', body });
  expect((await post('/v1/chat/completions', '{')).status).toBe(400);
  expect((await post('/v1/nowhere', '{}')).status).toBe(404);
  expect((await fetch(`${upstream.url}/v1/chat/completions`, { method: 'PUT' })).status).toBe(405);
});

test('of a picture the demo tells its kind and size, with exact usage', async () => {
  const png = (await client.images.generate({ model: 'i', prompt: 'a cat' })).data?.[0]?.b64_json;
  const url = `data:image/png;base64,${png}`;
  const content = [
    { type: 'text' as const, text: 'What is this?' },
    { type: 'image_url' as const, image_url: { url } },
  ];
  const answer = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] });
  const text = answer.choices[0]?.message.content ?? '';
  expect(text).toContain('a PNG of 256 × 256 pixels');
  expect(answer.usage?.completion_tokens).toBe(countTokens(text));
});
