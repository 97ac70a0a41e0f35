import type { KeyStatus } from './schema';

const EXPIRING_MS = 7 * 24 * 3600_000;
/** As every gauge: amber from here on. */
const NEAR_BUDGET = 0.75;

interface Facts {
  revoked_at: string | null;
  expires_at: string | null;
  budget: { used_micros: number; limit_micros: number } | null;
}

/** What a key's row and its budget make of it, the most final first. */
export function keyStatus({ revoked_at, expires_at, budget }: Facts, nowMs = Date.now()): KeyStatus {
  if (revoked_at) return 'revoked';
  const leftMs = expires_at ? Date.parse(expires_at) - nowMs : Number.POSITIVE_INFINITY;
  if (leftMs <= 0) return 'expired';
  if (budget && budget.used_micros >= budget.limit_micros * NEAR_BUDGET) return 'near_budget';
  return leftMs <= EXPIRING_MS ? 'expiring' : 'active';
}
