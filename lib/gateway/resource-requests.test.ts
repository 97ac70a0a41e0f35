import { describe, expect, it } from 'vitest';
import { measureInput, readEmbeddingsRequest } from './embeddings-request';
import { readImagesRequest } from './images-request';
import { readSpeechRequest } from './speech-request';

/** What embeddings, images and speech take, and the field that is named where they do not. */

const post = (body: object) =>
  new Request('http://127.0.0.1/v1/x', { method: 'POST', body: JSON.stringify(body) });

describe('embeddings', () => {
  const read = (fields: object) => readEmbeddingsRequest(post({ model: 'm', input: 'hi', ...fields }));

  it('every documented field passes, unchanged', async () => {
    const body = { model: 'm', input: ['a', 'b'], dimensions: 256, encoding_format: 'base64', user: 'u' };
    expect(await readEmbeddingsRequest(post(body))).toEqual(body);
    const absent = { dimensions: null, encoding_format: null, user: null };
    expect(await read(absent)).toEqual({ model: 'm', input: 'hi', ...absent });
  });

  it.each([
    [{ input: '' }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: ['a', ''] }, 'input[1]'],
    [{ input: [1.5] }, 'input[0]'],
    [{ input: [[-1]] }, 'input[0][0]'],
    [{ input: { text: 'a' } }, 'input'],
    [{ input: undefined }, 'input'],
    [{ dimensions: 0 }, 'dimensions'],
    [{ dimensions: 1e12 }, 'dimensions'],
    [{ encoding_format: 'hex' }, 'encoding_format'],
    [{ model: '' }, 'model'],
    [{ n: 2 }, 'n'],
  ])('%j is refused by name', async (fields, param) => {
    await expect(read(fields)).rejects.toMatchObject({ status: 400, details: { param } });
  });

  it('none at all is said to be empty, not to be of the wrong kind', async () => {
    await expect(read({ input: [] })).rejects.toMatchObject({ message: 'input must not be empty.' });
  });

  it('2,048 texts or token arrays are the most, and one text may have more tokens', async () => {
    const tooMany = { status: 400, details: { param: 'input' } };
    await expect(read({ input: Array(2_049).fill('a') })).rejects.toMatchObject(tooMany);
    await expect(read({ input: Array(2_049).fill([1]) })).rejects.toMatchObject(tooMany);
    expect((await read({ input: Array(2_049).fill(1) })).input).toHaveLength(2_049);
  });

  it('texts are held at more than our count, since other tokenizers make more of them; tokens as sent', () => {
    expect(measureInput('hello world')).toEqual({ count: 1, likely: 2, bound: 2 + 1 + 16 });
    expect(measureInput(['hello', 'world'])).toEqual({ count: 2, likely: 2, bound: 2 + 1 + 32 });
    expect(measureInput([5, 6, 7])).toEqual({ count: 1, likely: 3, bound: 3 });
    expect(measureInput([[5, 6], [7]])).toEqual({ count: 2, likely: 3, bound: 3 });
  });
});

describe('images', () => {
  const read = (fields: object) => readImagesRequest(post({ model: 'm', prompt: 'a cat', ...fields }));

  it('every documented field that has a price passes, unchanged', async () => {
    const body = {
      model: 'm',
      prompt: 'a cat',
      n: 10,
      size: '1792x1024',
      quality: 'hd',
      response_format: 'b64_json',
      background: 'opaque',
      moderation: 'low',
      output_format: 'webp',
      output_compression: 80,
      style: 'vivid',
      stream: false,
      partial_images: 0,
      safety_identifier: 's',
      user: 'u',
    };
    expect(await readImagesRequest(post(body))).toEqual(body);
    expect(await read({ n: null, size: null, quality: null, user: null })).toMatchObject({ prompt: 'a cat' });
  });

  it.each([
    [{ n: 1_000 }, 'n'],
    [{ n: 0 }, 'n'],
    [{ n: 1.5 }, 'n'],
    [{ prompt: '' }, 'prompt'],
    [{ prompt: 'x'.repeat(32_001) }, 'prompt'],
    [{ size: 'huge' }, 'size'],
    [{ size: '0x0' }, 'size'],
    [{ size: '999999x999999' }, 'size'],
    [{ quality: 'best' }, 'quality'],
    [{ stream: true }, 'stream'],
    [{ image: 'x' }, 'image'],
  ])('%j is refused by name', async (fields, param) => {
    await expect(read(fields)).rejects.toMatchObject({ status: 400, details: { param } });
  });
});

describe('speech', () => {
  const read = (fields: object) =>
    readSpeechRequest(post({ model: 'm', voice: 'v', input: 'hi', ...fields }));

  it('every documented field passes, unchanged', async () => {
    const body = {
      model: 'm',
      input: 'hi',
      voice: { id: 'voice_1' },
      instructions: 'Whisper.',
      response_format: 'opus',
      speed: 1.25,
      stream_format: 'sse',
    };
    expect(await readSpeechRequest(post(body))).toEqual(body);
    const absent = { instructions: null, response_format: null, speed: null, stream_format: null };
    expect(await read(absent)).toMatchObject(absent);
  });

  it('4,096 characters are as many as people count, not as JavaScript does', async () => {
    expect((await read({ input: '👋'.repeat(4_096) })).input).toHaveLength(8_192);
    await expect(read({ input: 'x'.repeat(4_097) })).rejects.toMatchObject({ details: { param: 'input' } });
  });

  it.each([
    [{ input: '' }, 'input'],
    [{ voice: undefined }, 'voice'],
    [{ voice: '' }, 'voice'],
    [{ speed: 5 }, 'speed'],
    [{ response_format: 'midi' }, 'response_format'],
    [{ stream: true }, 'stream'],
  ])('%j is refused by name', async (fields, param) => {
    await expect(read(fields)).rejects.toMatchObject({ status: 400, details: { param } });
  });
});
