import { expect, it } from 'vitest';
import { duration } from './house';

it.each([
  [0, '0s'],
  [-5, '0s'],
  [20, '20ms'],
  [8_640, '8.64s'],
  [60_000, '1m0s'],
  [360_000, '6m0s'],
  [3_661_500, '1h1m1.5s'],
])('writes %i ms as OpenAI does: %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
