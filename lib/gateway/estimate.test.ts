import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promptTokens } from '../demo/upstream/prompt-tokens';
import type { ChatBody } from './chat-schema';
import { estimateInput } from './estimate';
import { countTokens } from './tokens';

const body = (content: unknown, more: object = {}) =>
  ({ model: 'm', messages: [{ role: 'user', content }], ...more }) as ChatBody;

/** The fastest of three runs, so that other work on the machine does not count. */
function fastestMs(work: () => void): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

const words = 'The quick brown fox jumps over the lazy dog, 42 times a day. ';
const random = (alphabet: string, chars: number) => {
  const letters = [...alphabet];
  let seed = 7;
  let text = '';
  while (text.length < chars) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    text += letters[seed % letters.length];
  }
  return text;
};

const message = fc.record({
  role: fc.constantFrom('system', 'user', 'assistant', 'developer'),
  content: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('hello ', 'tokens', '漢字', '🎉', ' ', '\n', '<|endoftext|>'), { maxLength: 60 })
      .map((a) => a.join('')),
  ),
});

test('the hold is never below what the demo upstream counts', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 8 }), (messages) => {
      const { bound, likely } = estimateInput({ model: 'm', messages } as ChatBody);
      const exact = promptTokens({ messages });
      expect(bound).toBeGreaterThanOrEqual(exact);
      expect(likely).toBe(exact);
    }),
    { numRuns: 300 },
  );
});

test('pictures, tools, names and tool calls are held for', () => {
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
  const messages = [
    {
      role: 'user',
      name: 'Ada',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(100_000)}` } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'weather', arguments: '{"at":"here"}' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: 'sunny' },
  ];
  const { bound } = estimateInput({ model: 'm', messages, tools } as unknown as ChatBody);
  expect(bound).toBeGreaterThanOrEqual(promptTokens({ messages, tools }));
  expect(bound).toBeLessThan(3_000); // the picture's base64 is no text
});

test.each([
  ['words', words.repeat(16_000)],
  ['one letter', 'a'.repeat(1_000_000)],
  ['random letters', random('abcdefghijklmnopqrstuvwxyz', 200_000)],
  ['emoji', random('😀🎉🚀👍', 100_000)],
  ['Chinese', random('漢字日本語中国的一是不了人在有', 100_000)],
  ['words, then emoji', words.repeat(2_000) + random('😀🎉🚀👍', 40_000)],
])('the hold for a long text of %s is not below the exact count', (_, text) => {
  expect(estimateInput(body(text)).bound).toBeGreaterThanOrEqual(countTokens(text));
});

test('a megabyte of one letter is estimated in under 100 ms', () => {
  const text = 'a'.repeat(1_000_000);
  expect(fastestMs(() => estimateInput(body(text)))).toBeLessThan(100);
});

test('the estimate of many messages is bounded like that of one', () => {
  const messages = Array.from({ length: 2_000 }, (_, i) => ({
    role: 'user',
    content: random('xyzw', 500) + i,
  }));
  expect(fastestMs(() => estimateInput({ model: 'm', messages } as ChatBody))).toBeLessThan(300);
});

test('an ordinary text is counted exactly as the tokenizer counts it whole', async () => {
  const { countTokens: whole } = await import('gpt-tokenizer/encoding/o200k_base');
  for (const text of [words.repeat(30), words.repeat(500), 'Grüße aus Köln. '.repeat(200)]) {
    expect(countTokens(text)).toBe(whole(text));
  }
});

test('a text cut into chunks never loses half of a character', () => {
  const text = '🎉'.repeat(3_000);
  expect(countTokens(text)).toBe(6_000 * (countTokens('🎉'.repeat(125)) / 250));
});
