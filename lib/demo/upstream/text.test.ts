import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { replyText } from './text';

test('an answer of N tokens has N tokens by the tokenizer, for every N', () => {
  for (let n = 1; n <= 300; n += 1) {
    const { pieces, finishReason } = replyText(n, 4_096, []);
    expect(pieces).toHaveLength(n);
    expect(countTokens(pieces.join(''))).toBe(n);
    expect(finishReason).toBe('stop');
  }
  expect(countTokens(replyText(5_000, 8_192, []).pieces.join(''))).toBe(5_000);
});

test('max_tokens cuts the answer and says so', () => {
  expect(replyText(undefined, 7, [])).toMatchObject({ finishReason: 'length' });
  expect(replyText(undefined, 7, []).pieces).toHaveLength(7);
  expect(replyText(100, 40, []).pieces).toHaveLength(40);
});

test('a stop sequence ends the answer before it', () => {
  const { pieces, finishReason } = replyText(undefined, 4_096, ['think', 'nowhere']);
  expect(pieces.join('')).toBe('This is a demo model. It does not ');
  expect(pieces).toHaveLength(countTokens(pieces.join('')));
  expect(finishReason).toBe('stop');
});
