import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRange } from './range';

it('is always within the file, whatever is asked for', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
    fc.nat().map((a) => `bytes=${a}-`),
    fc.nat().map((a) => `bytes=-${a}`),
  );
  fc.assert(
    fc.property(header, fc.integer({ min: 1, max: 2 ** 40 }), (text, bytes) => {
      try {
        const range = readRange(text, bytes);
        if (range === null) return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(bytes);
      } catch (error) {
        expect(error).toMatchObject({ code: 'range_not_satisfiable' });
      }
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=-1', { start: 9, end: 9 }],
  ['bytes=-100', { start: 0, end: 9 }],
  ['bytes=3-', { start: 3, end: 9 }],
  ['BYTES=3-4', { start: 3, end: 4 }],
  ['bytes=4-3', null],
  ['bytes=', null],
  ['bytes=-', null],
  ['bytes=0-1,3-4', null],
  ['bytes=0x1-2', null],
  [null, null],
])('of ten bytes %s is %j', (header, range) => {
  expect(readRange(header, 10)).toEqual(range);
});

it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('of ten bytes %s is none', (header) => {
  expect(() => readRange(header, 10)).toThrow(/beyond the end/);
});
