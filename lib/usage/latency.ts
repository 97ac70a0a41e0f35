/**
 * Latency histograms as the rollups keep them: one decimal number, in which each bucket's count has twelve digits
 * of its own (`latency_histogram` of the migrations), so that SQL adds histograms by adding numbers.
 */

/** Where buckets end, ms: 2^(n/4), so that a percentile is right to within a bucket's 19 %. */
export const BOUNDS_MS = [
  1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 16, 19, 23, 27, 32, 38, 45, 54, 64, 76, 91, 108, 128, 152, 181, 215,
  256, 304, 362, 431, 512, 609, 724, 861, 1024, 1218, 1448, 1722, 2048, 2435, 2896, 3444, 4096, 4871, 5793,
  6889, 8192, 9742, 11_585, 13_777, 16_384, 19_484, 23_170, 27_554, 32_768, 38_968, 46_341, 55_109, 65_536,
  77_936, 92_682, 110_218, 131_072, 155_872, 185_364, 220_436, 262_144, 311_744, 370_728, 440_872, 524_288,
  623_487,
] as const;

const DIGITS = 12;

/** Counts by bucket: `[i]` are those in [BOUNDS_MS[i − 1], BOUNDS_MS[i]). */
export type Histogram = number[];

/** A histogram that counts nothing yet. */
export const emptyHistogram = (): Histogram => Array<number>(BOUNDS_MS.length + 1).fill(0);

/** Buckets that hold something, with their counts. */
export type Counts = readonly (readonly [bucket: number, count: number])[];

/** Reads what the database summed, written as a decimal integer. */
export function readCounts(summed: string): Counts {
  const counts: [number, number][] = [];
  const buckets = Math.min(BOUNDS_MS.length + 1, Math.ceil(summed.length / DIGITS));
  for (let i = 0; i < buckets; i++) {
    const end = summed.length - i * DIGITS;
    const count = Number(summed.slice(Math.max(0, end - DIGITS), end));
    if (count > 0) counts.push([i, count]);
  }
  return counts;
}

/** Adds counts to a histogram, in place. */
export function addTo(histogram: Histogram, counts: Counts): void {
  for (const [bucket, count] of counts) histogram[bucket] = (histogram[bucket] ?? 0) + count;
}

/** How many answers a histogram holds. */
export const countOf = (histogram: Histogram): number => histogram.reduce((sum, count) => sum + count, 0);

/**
 * The time, ms, within which a share of the answers came; null where there are none. Within a bucket they are
 * taken as evenly spread.
 * @param share above 0, at most 1
 */
export function percentile(histogram: Histogram, share: number): number | null {
  const count = countOf(histogram);
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(share * count));
  let passed = 0;
  for (const [i, inBucket] of histogram.entries()) {
    if (passed + inBucket < rank) {
      passed += inBucket;
      continue;
    }
    const low = i === 0 ? 0 : (BOUNDS_MS[i - 1] ?? 0);
    // Beyond the last bound nothing is known but that.
    const high = BOUNDS_MS[i] ?? low;
    return Math.round(low + ((high - low) * (rank - passed - 0.5)) / inBucket);
  }
  return null;
}
