import type { KeptLimit } from '@/lib/usage/request-schema';

export interface KeptLimitModel {
  /** Used and reserved by everybody, before this request's share was taken. */
  before: number;
  held: number;
  after: number;
  /** null: unlimited */
  capacity: number | null;
  /** Shares of the bar, 0 to 1; null where there is nothing to measure against. */
  bar: { before: number; held: number } | null;
  tone: 'ok' | 'near' | 'out';
}

/** What a limit stood at before and after a decision: the decision left it with this request's share reserved. */
export function prepareKeptLimit(limit: KeptLimit, refused: boolean): KeptLimitModel {
  const { used, reserved, held, limit: capacity } = limit;
  const after = used + reserved;
  const before = Math.max(0, after - held);
  const share = capacity ? after / capacity : 0;
  return {
    before,
    held,
    after,
    capacity,
    bar: capacity
      ? {
          before: Math.min(1, before / capacity),
          held: Math.min(1 - Math.min(1, before / capacity), held / capacity),
        }
      : null,
    tone: refused || share >= 0.9 ? 'out' : share >= 0.75 ? 'near' : 'ok',
  };
}
