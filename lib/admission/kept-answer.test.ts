import { describe, expect, it } from 'vitest';
import { type KeptAnswer, keep, readKept } from './kept-answer';

const answer = (body: KeptAnswer['body'] | ReadableStream, status = 200) => ({
  status,
  contentType: 'application/json',
  body,
});
const bytesOf = ({ body }: KeptAnswer) => Buffer.from(body as string);
const again = (body: KeptAnswer['body']) => readKept(keep(answer(body), 'ok') ?? '');

describe('an answer that is kept', () => {
  it.each([
    ['JSON', '{"a":"é \\u2028 \\n"}\n\n'],
    ['nothing', ''],
    ['text that begins with a byte order mark', '\uFEFFhi'],
    ['UTF-8 bytes', Buffer.from('{"a":"日本 🎉"}')],
    ['bytes that are no text', new Uint8Array([0, 255, 254, 10, 13, 200])],
    ['a part of a larger buffer', new Uint8Array([9, 9, 255, 1, 9]).subarray(2, 4)],
  ])('comes back byte for byte: %s', (_name, body) => {
    expect(bytesOf(again(body))).toEqual(Buffer.from(body as string));
  });

  it('comes back with its status and content type', () => {
    const kept = keep({ status: 400, contentType: 'audio/mpeg; x=1', body: 'no' }, 'upstream_error');
    expect(readKept(kept ?? '')).toEqual({ status: 400, contentType: 'audio/mpeg; x=1', body: 'no' });
  });

  it('has at most 1 MB, counted in bytes', () => {
    expect(bytesOf(again('é'.repeat(1 << 19)))).toHaveLength(1 << 20);
    expect(keep(answer(`${'é'.repeat(1 << 19)}.`), 'ok')).toBeUndefined();
    expect(keep(answer(new Uint8Array((1 << 20) + 1)), 'ok')).toBeUndefined();
  });
});

describe('an answer that is not kept', () => {
  it.each([402, 429, 500, 502, 503, 504])('%i frees the key, so that a retry runs', (status) => {
    expect(keep(answer('{}', status), 'upstream_error')).toBeNull();
  });

  it('was charged though it reached nobody: a retry would be charged again, so the key stays taken', () => {
    expect(keep(answer('{}', 502), 'client_closed')).toBeUndefined();
    expect(keep(answer('{}', 503), 'stopped')).toBeUndefined();
  });

  it('is a stream: the key stays taken', () => {
    expect(keep(answer(new ReadableStream()), 'ok')).toBeUndefined();
  });
});

it('a text that nobody kept is refused, not answered with', () => {
  for (const text of ['', '200', '200 gzip a/b\nx', '{"status":200}']) expect(() => readKept(text)).toThrow();
});
