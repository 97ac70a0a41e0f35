import { expect, test } from 'vitest';
import { typedNumber } from './typed-number';

test.each([
  ['1500', '1500'],
  [' 1 500 ', '1500'],
  ['1\u2009500', '1500'],
  ['1\u00a0500.25', '1500.25'],
  ['10_000', '10000'],
  ['1,500', '1500'],
  ['1,234,567.89', '1234567.89'],
  ['12,34,567', '1234567'],
  ['-5', '-5'],
  ['', ''],
])('what groups the digits of %j is left out: %j', (text, number) => {
  expect(typedNumber(text)).toBe(number);
});

test.each(['1,5', '0,15', '12,50', '1,50,', ',5', '1.250,50', '1,2345'])(
  'a comma of %j that groups nothing stays, so that it is refused',
  (text) => {
    expect(typedNumber(text)).toBe(text);
  },
);
