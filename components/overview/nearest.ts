import type { KeyView } from '@/lib/keys/schema';

const share = ({ budget }: KeyView): number =>
  budget && budget.limit_micros > 0 ? budget.used_micros / budget.limit_micros : 0;

/** Live keys that have spent some of their budget, the fullest first. */
export const nearestToLimit = (keys: readonly KeyView[], count: number): KeyView[] =>
  keys
    .filter((key) => key.status !== 'revoked' && key.status !== 'expired' && share(key) > 0)
    .sort((a, b) => share(b) - share(a))
    .slice(0, count);
