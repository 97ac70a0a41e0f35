import type { Outcome } from '../admission/work';
import type { Claim } from '../limits/decision';

/** Whom uploads count as: their concurrency limit, their scope, their lines in the ledger. */
export const RESOURCE = 'uploads';

/**
 * One request, one lease, and bytes of the level: refused where not even `atLeast` fit; as many as do are held, up to
 * `wish`. All of them hang on the grant, so that whoever reaps the request of a dead process charges none.
 */
export const uploadClaim = (atLeast: number, wish: number): Claim => ({
  resource: RESOURCE,
  amounts: { requests: { base: 1 }, bytes: { base: 0, per: 1 } },
  units: { minimum: Math.max(1, atLeast), wish: Math.max(1, wish) },
});

/** A further part of an upload that was admitted before: one lease, and no request. */
export const partClaim = (): Claim => ({
  resource: RESOURCE,
  amounts: { requests: { base: 1 } },
  leaseOnly: true,
});

/** How an upload ended, and how many bytes it stored. */
export const ended = (outcome: Outcome['outcome'], bytes: number): Outcome => ({
  outcome,
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  firstByteMs: null,
  actual: { bytes },
});
