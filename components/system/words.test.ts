import { expect, it } from 'vitest';
import { bytesWords, countWords, latencyWords, signed, spanWords } from './words';

it('shows fractions of a millisecond, and none where they say nothing', () => {
  expect([0.4234, 12.34, 1204.4].map(latencyWords)).toEqual([
    '0.42\u2009ms',
    '12.3\u2009ms',
    '1,204\u2009ms',
  ]);
});

it('what was not measured is a dash, and 0 is 0', () => {
  expect([countWords(null), bytesWords(undefined), spanWords(null), latencyWords(null)]).toEqual(
    Array(4).fill('–'),
  );
  expect(countWords(0)).toBe('0');
});

it('says whether too much or too little is counted', () => {
  expect([signed('7', -7), signed('7', 7), signed('0', 0)]).toEqual(['−7', '+7', '0']);
});
