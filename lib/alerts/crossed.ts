import { parseWindow } from '../plans/limit';
import type { LimitView } from '../plans/schema';
import { periodOf } from './period-of';

/** What a rule asks of one counter. */
export interface Watch {
  thresholds: readonly number[];
  projected: boolean;
}

/** One threshold that is crossed, or a pace that would use a limit up. */
export interface Crossing {
  /** Percent; 0: projected. */
  threshold: number;
  periodStartMs: number;
  projectedMs: number | null;
}

/** A pace says nothing before this much of a period has passed. */
const LEAST_SHARE = 1 / 30;
const LEAST_MS = 3_600_000;

/** What counts against a limit: what is held too where holding is all there is; else a hold may yet be given back. */
const taken = ({ window, used, reserved }: LimitView): number =>
  window === 'concurrent' ? used + reserved : used;

/**
 * Which thresholds a counter is at or over. Unlimited counters cross none, nor does what is not in the plan.
 * @param perMs the pace of a counter that never resets, in its own unit; others keep the pace of their period
 */
export function crossed(
  limit: LimitView,
  watch: Watch,
  atMs: number,
  perMs: number | null = null,
): Crossing[] {
  const capacity = limit.limit;
  if (capacity === null || capacity === 0) return [];
  const used = taken(limit);
  const { startMs, endMs } = periodOf(parseWindow(limit.window), atMs);
  const crossings: Crossing[] = watch.thresholds
    // In whole numbers: 29 % of 100 is 29, not 28.999….
    .filter((percent) => BigInt(used) * 100n >= BigInt(capacity) * BigInt(percent))
    .map((threshold) => ({ threshold, periodStartMs: startMs, projectedMs: null }));
  const projectedMs = watch.projected && used < capacity ? projection() : null;
  if (projectedMs !== null) crossings.push({ threshold: 0, periodStartMs: startMs, projectedMs });
  return crossings;

  function projection(): number | null {
    const remaining = (capacity ?? 0) - used;
    if (limit.window === 'lifetime') {
      if (!perMs) return null;
      const ends = atMs + Math.ceil(remaining / perMs);
      return ends <= atMs + SOON_MS ? ends : null;
    }
    if (endMs === null || !/^(day|month) /.test(limit.window)) return null;
    const elapsed = atMs - startMs;
    if (used === 0 || elapsed < Math.max(LEAST_MS, (endMs - startMs) * LEAST_SHARE)) return null;
    const ends = atMs + Math.ceil((remaining * elapsed) / used);
    return ends < endMs ? ends : null;
  }
}

/** What never resets is told when its last week is near. */
const SOON_MS = 7 * 86_400_000;
