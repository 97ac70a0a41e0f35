import { expect, test } from 'vitest';
import { formatPrice, parsePrice, priceText } from './price';

test.each([
  ['tokens', '0.15', 150_000],
  ['tokens', '60', 60_000_000],
  ['characters', '15', 15_000_000],
  ['images', '0.04', 40_000_000_000],
  ['seconds', '0.006', 100_000_000],
] as const)(
  '%s at %s are stored as %i micro-units per million, and read back the same',
  (meter, text, stored) => {
    expect(parsePrice(text, meter)).toBe(stored);
    expect(Number(priceText(stored, meter))).toBe(Number(text));
  },
);

test('what does not divide is rounded up when stored and reads back as it was typed', () => {
  expect(parsePrice('0.007', 'seconds')).toBe(116_666_667);
  expect(priceText(116_666_667, 'seconds')).toBe('0.007');
});

test.each(['', '-1', '1.2345678', 'free', '1e3'])('"%s" is no price', (text) => {
  expect(parsePrice(text, 'tokens')).toEqual(expect.stringMatching(/^Enter /));
});

test('a price is shown in the currency of its catalog, to the micro-unit', () => {
  expect(formatPrice(150_000, 'tokens', 'USD')).toBe('$0.15');
  expect(formatPrice(12_500_000, 'tokens', 'INR')).toBe('₹12.50');
  expect(formatPrice(75, 'tokens', 'USD')).toBe('$0.000075');
  expect(formatPrice(40_000_000_000, 'images', 'USD')).toBe('$0.04');
});
