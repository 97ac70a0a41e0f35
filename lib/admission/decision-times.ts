import { processState } from '../process-state';

/** How long the store's decisions took: counts by bucket, of the last five minutes. */

/** Where buckets end, ms: 0.05 × 2^(n/4) up to 6.5 s, so that a percentile is right to within a bucket's 19 %. */
export const DECISION_BOUNDS_MS: readonly number[] = Array.from(
  { length: 69 },
  (_, n) => 0.05 * 2 ** (n / 4),
);

const SLOT_MS = 30_000;
const SLOTS = 10;

interface Slot {
  /** Which stretch of 30 s it counts. */
  k: number;
  counts: Uint32Array;
}

/** Times of one process. */
export class DecisionTimes {
  readonly #slots: Slot[] = Array.from({ length: SLOTS }, () => ({ k: -1, counts: emptyCounts() }));
  /** Since the process began, for Prometheus. */
  count = 0;
  sumMs = 0;

  note(ms: number, nowMs: number): void {
    this.count += 1;
    this.sumMs += ms;
    const k = Math.floor(nowMs / SLOT_MS);
    const slot = this.#slots[k % SLOTS] as Slot;
    if (slot.k !== k) {
      slot.k = k;
      slot.counts.fill(0);
    }
    const bucket = bucketOf(ms);
    slot.counts[bucket] = (slot.counts[bucket] ?? 0) + 1;
  }

  /** Counts by bucket, without the empty ones at the end. */
  recent(nowMs: number): number[] {
    const oldest = Math.floor(nowMs / SLOT_MS) - SLOTS;
    const sums = emptyCounts();
    for (const { k, counts } of this.#slots) {
      if (k > oldest) for (const [i, count] of counts.entries()) sums[i] = (sums[i] ?? 0) + count;
    }
    return [...sums.subarray(0, sums.findLastIndex((count) => count > 0) + 1)];
  }
}

const emptyCounts = () => new Uint32Array(DECISION_BOUNDS_MS.length + 1);

function bucketOf(ms: number): number {
  if (ms < (DECISION_BOUNDS_MS[0] ?? 0)) return 0;
  return Math.min(DECISION_BOUNDS_MS.length, 1 + Math.floor(4 * Math.log2(ms / 0.05)));
}

/** Those of several processes together. */
export function addCounts(all: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...all.map((counts) => counts.length));
  return Array.from({ length }, (_, i) => all.reduce((sum, counts) => sum + (counts[i] ?? 0), 0));
}

/**
 * The time, ms, within which a share of the decisions was made; null where there are none. Within a bucket they are
 * taken as evenly spread.
 * @param share above 0, at most 1
 */
export function decisionPercentile(counts: readonly number[], share: number): number | null {
  const count = counts.reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(share * count));
  let passed = 0;
  for (const [i, inBucket] of counts.entries()) {
    if (passed + inBucket < rank) {
      passed += inBucket;
      continue;
    }
    const low = i === 0 ? 0 : (DECISION_BOUNDS_MS[i - 1] ?? 0);
    const high = DECISION_BOUNDS_MS[i] ?? low;
    return low + ((high - low) * (rank - passed - 0.5)) / inBucket;
  }
  return null;
}

const times = () => processState('decision times', () => new DecisionTimes());

export const decisionTimes = (): Pick<DecisionTimes, 'count' | 'sumMs' | 'recent'> => times();

/** Measures a decision that the store was asked for, also one that failed. */
export async function timed<T>(decision: Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await decision;
  } finally {
    const nowMs = performance.now();
    times().note(nowMs - startedMs, nowMs);
  }
}
