import { expect, it } from 'vitest';
import { heldWords } from './held-words';

it('names what is held with its unit, money to six decimals', () => {
  expect(heldWords({ requests: 1, tokens: 1240, cost: 1_234 }, 'USD')).toBe(
    '1 request, 1,240 tokens, $0.001234',
  );
  expect(heldWords({ bytes: 1536 }, null)).toBe('1.5\u2009KB');
  expect(heldWords({ cost: 5_000_000 }, null)).toBe('5.00');
  expect(heldWords({}, 'USD')).toBe('nothing');
});
