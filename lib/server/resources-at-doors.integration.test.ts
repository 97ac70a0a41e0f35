import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfNeeded } from '../demo/build-app.mjs';
import type { DemoUpstream } from '../demo/upstream/server';
import { tone } from '../demo/upstream/sound';
import { type Customer, customerAt, eventsOf } from '../testing/customer';
import { type Door, openDoor } from '../testing/doors';
import { gatewayForTests } from '../testing/gateway';

/** OpenAI's own client, unmodified, at both doors of the built application: all that is no chat. */

let upstream: DemoUpstream;
const doors: Partial<Record<'lane' | 'next', Door>> = {};

beforeAll(async () => {
  await buildIfNeeded();
  upstream = await gatewayForTests();
  [doors.lane, doors.next] = await Promise.all([openDoor('lane', {}), openDoor('next', {})]);
}, 600_000);
afterAll(async () => {
  await Promise.all([doors.lane?.stop(), doors.next?.stop()]);
  await upstream?.close();
});

describe.each(['lane', 'next'] as const)('through the %s door', (door) => {
  const customer = (): Promise<Customer> => customerAt(`http://127.0.0.1:${doors[door]?.port}`);

  it('embeddings, images, speech and transcriptions are answered and charged', async () => {
    const caller = await customer();
    const { client } = caller;
    const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([1_536, 1_536]);
    const pictures = await client.images.generate({ model: 'dall-e-3', prompt: 'a cat', n: 2 });
    const png = Buffer.from(pictures.data?.[1]?.b64_json ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const input = 'A sentence. '.repeat(200);
    const asWav = { voice: 'alloy', input, response_format: 'wav' } as const;
    const speech = await client.audio.speech.create({ model: 'tts-1', ...asWav });
    const sound = Buffer.from(await speech.arrayBuffer());
    expect(sound.equals(tone(input.length / 16))).toBe(true);
    const file = new File([new Uint8Array(sound)], 'speech.wav', { type: 'audio/wav' });
    const { text } = await client.audio.transcriptions.create({ model: 'whisper-1', file });
    expect(text).toContain(`${sound.length} bytes`);
    const events = await eventsOf(caller);
    expect(events.map(({ resource, units, costMicros }) => [resource, units, costMicros])).toEqual([
      ['embeddings', 0n, 1n],
      ['images', 2n, 80_000n],
      ['audio', 2_400n, 36_000n],
      ['audio', 150n, 15_000n],
    ]);
  });

  it('a streamed transcript comes word by word', async () => {
    const { client } = await customer();
    const file = new File([new Uint8Array(tone(1))], 'speech.wav');
    const ask = { model: 'gpt-4o-transcribe', file, stream: true } as const;
    let [text, done] = ['', ''];
    for await (const event of await client.audio.transcriptions.create(ask)) {
      if (event.type === 'transcript.text.delta') text += event.delta;
      if (event.type === 'transcript.text.done') done = event.text;
    }
    expect(text).toContain('demo model');
    expect(done).toBe(text);
  });

  it('sound that breaks off does not pass for whole', async () => {
    const { client } = await customer();
    const model = 'demo-speech-cut';
    const speech = await client.audio.speech.create({ model, voice: 'v', input: 'x'.repeat(2_000) });
    await expect(speech.arrayBuffer()).rejects.toThrow();
  });

  it('a key that is not known raises the error class of its status, for a form as for JSON', async () => {
    const { client } = await customer();
    const stranger = client.withOptions({ apiKey: 'hr_live_nobody' });
    const file = new File(['x'], 'a.wav');
    await expect(stranger.audio.transcriptions.create({ model: 'whisper-1', file })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    await expect(stranger.embeddings.create({ model: 'm', input: 'a' })).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
  });
});
