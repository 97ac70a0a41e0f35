import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addTo, BOUNDS_MS, countOf, emptyHistogram, percentile, readCounts } from './latency';

/** The histogram of times as the database would sum it. */
const summed = (times: readonly number[]): string =>
  times
    .reduce((sum, ms) => sum + 10n ** BigInt(12 * BOUNDS_MS.filter((bound) => bound <= ms).length), 0n)
    .toString();

const histogramOf = (...parts: (readonly number[])[]) => {
  const histogram = emptyHistogram();
  for (const times of parts) addTo(histogram, readCounts(summed(times)));
  return histogram;
};

const time = fc.integer({ min: 0, max: 600_000 });

test('a percentile lies in the same bucket as the true one, whatever the parts it was summed from', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(time), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1),
      (parts, share) => {
        const times = parts.flat().sort((a, b) => a - b);
        const histogram = histogramOf(...parts);
        expect(countOf(histogram)).toBe(times.length);
        const told = percentile(histogram, share);
        if (times.length === 0) {
          expect(told).toBeNull();
          return;
        }
        const truth = times[Math.max(1, Math.ceil(share * times.length)) - 1] ?? 0;
        const above = BOUNDS_MS.find((bound) => bound > truth) ?? Number.POSITIVE_INFINITY;
        const below = BOUNDS_MS.findLast((bound) => bound <= truth) ?? 0;
        expect(told).toBeGreaterThanOrEqual(below);
        expect(told).toBeLessThanOrEqual(above);
      },
    ),
  );
});

test('buckets are at most 20 % wide from a tenth of a second up', () => {
  for (const [i, bound] of BOUNDS_MS.entries()) {
    const next = BOUNDS_MS[i + 1];
    if (bound >= 100 && next) expect(next / bound).toBeLessThan(1.2);
  }
});

test('nothing has no percentile, and zero adds nothing', () => {
  const histogram = emptyHistogram();
  addTo(histogram, readCounts('0'));
  expect(percentile(histogram, 0.5)).toBeNull();
});

test('a thousand million answers of one bucket do not run into the next', () => {
  const histogram = emptyHistogram();
  addTo(histogram, readCounts(`${999_999_999_999n * 10n ** 12n}`));
  expect(histogram.slice(0, 3)).toEqual([0, 999_999_999_999, 0]);
});
