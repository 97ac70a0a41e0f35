import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { ChunkReader } from './chunk-reader';
import { readChunk } from './read-chunk';

afterEach(() => {
  vi.restoreAllMocks();
});

const options = { model: 'asked-name', includeUsage: false };
const usual = (content: string) =>
  `{"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}],"usage":null}`;

/** Every chunk as a reader of the whole stream reads it, and as it reads alone. */
function compare(chunks: readonly string[]): void {
  const reader = new ChunkReader(options);
  for (const chunk of chunks) expect(reader.read(chunk)).toEqual(readChunk(chunk, options));
}

test('chunks that differ in their text alone are not parsed, and read as if they were', () => {
  const texts = ['Hello', ' wor', 'ld', ', ', 'Grüße', '漢字', '🎉', 'x'.repeat(5_000)];
  compare(texts.map(usual));
  const reader = new ChunkReader(options);
  const parse = vi.spyOn(JSON, 'parse');
  for (const text of texts) reader.read(usual(text));
  expect(parse).toHaveBeenCalledTimes(2); // the first chunk, and the first with another text in its place
});

test.each([
  ['a text that needs escapes', [usual('\\"'), usual('\\u00e9'), usual('a\\n'), usual('\\')]],
  ['a text that ends the string', [usual('x"},"finish_reason":"length'), usual('","role":"x')]],
  ['characters that JSON does not allow', [usual('a\nb'), usual('\u0000'), usual('\u001f')]],
  ['no text', [usual('')]],
  ['an end', [usual('bye').replace('null}]', '"stop"}]')]],
  ['a usage', [usual('bye').replace('"usage":null', '"usage":{"prompt_tokens":3,"completion_tokens":4}')]],
  ['an error', [usual('bye').replace('"usage":null', '"error":{"message":"no"}')]],
  ['half a chunk', [usual('bye').slice(0, -3), '', usual('').slice(0, 60)]],
  ['another model', [usual('bye').replace('"m"', '"other"')]],
])('after usual chunks, %s reads as it is', (_, odd) => {
  compare([usual('a'), usual('b'), ...odd, usual('c')]);
});

test.each([
  ['beside another text', '{"choices":[{"delta":{"content":"TEXT","refusal":"no"}}]}'],
  ['beside another choice', '{"choices":[{"delta":{"content":"TEXT"}},{"delta":{}}]}'],
  ['in a tool call', '{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"TEXT"}}]}}]}'],
  ['as reasoning', '{"choices":[{"delta":{"reasoning_content":"TEXT"}}]}'],
  ['in a message', '{"choices":[{"message":{"content":"TEXT"}}]}'],
  ['twice', '{"model":"TEXT","choices":[{"delta":{"content":"TEXT"}}]}'],
  ['under a name given twice', '{"choices":[{"delta":{"content":"TEXT","content":"last"}}]}'],
  ['in a name that ends so', '{"choices":[{"delta":{"a\\"content":"TEXT"}}]}'],
  ['where nobody sees it', '{"usage":{"x":"TEXT"},"choices":[]}'],
  ['with usage that is no usage', '{"usage":{"x":1},"choices":[{"delta":{"content":"TEXT"}}]}'],
  ['over several lines', '{"choices":\n[{"delta":\n{"content":"TEXT"}}]}'],
])('a text that stands %s reads as it is', (_, pattern) => {
  compare(
    ['a', 'b', 'TEXT', 'c', 'what-the-model-says', 'd'].map((text) => pattern.replaceAll('TEXT', text)),
  );
});

/** Characters that mean something in JSON or here, and some that mean nothing. */
const anyText = fc.string({ unit: fc.constantFrom(...'abc "\\{}[]:,\n\u0001é漢🎉', 'what-the-model-says') });
const field = fc.constantFrom('content', 'refusal', 'role', 'model', 'usage', 'finish_reason', 'tool_calls');
const anyChunk = fc
  .record({
    text: anyText,
    key: field,
    more: fc.dictionary(field, fc.oneof(anyText, fc.constant(null), fc.integer()), { maxKeys: 2 }),
    finish: fc.constantFrom(null, null, null, 'stop', 'length'),
    ascii: fc.boolean(),
    space: fc.constantFrom(0, 0, 1),
  })
  .map(({ text, key, more, finish, ascii, space }) => {
    const delta = { [key]: text, ...more };
    const chunk = { id: '1', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }], usage: null };
    const json = JSON.stringify(chunk, null, space);
    const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return ascii ? json.replace(/[\u0080-\uffff]/g, escaped) : json;
  });
/** A usual chunk in which a few characters were changed. */
const spoiltChunk = fc
  .tuple(anyText, fc.nat(200), fc.nat(3), fc.constantFrom('', '"', '\\', ',', '}', 'x', '"}'))
  .map(([text, at, cut, by]) => {
    const chunk = usual(text);
    return chunk.slice(0, at) + by + chunk.slice(at + cut);
  });
const usualChunk = fc.constantFrom('one', 'two', 'a"b', '').map(usual);

test('in any stream, each chunk reads as it does alone', () => {
  fc.assert(fc.property(fc.array(fc.oneof(anyChunk, spoiltChunk, usualChunk), { maxLength: 12 }), compare), {
    numRuns: 2_000,
  });
});
