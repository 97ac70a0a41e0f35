import { AppError } from '../errors';
import type { LimitState } from '../limits/decision';
import { engine } from './engine';
import type { Identified } from './identified';
import type { Shown } from './reply';

const ATTEMPTS = 4;

/**
 * Every limit of a caller as it stands, under the policy in force. Charges nothing.
 * @throws AppError where the caller is no longer good, `quota_unavailable` where the store does not answer
 */
export async function look(
  identified: Omit<Identified, 'current'>,
  nowMs?: number,
): Promise<{ atMs: number; limits: LimitState[] }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await engine()
      .look(identified.principal, nowMs)
      .catch(() => {
        throw new AppError('quota_unavailable', 'The counters cannot be read right now. Try again shortly.', {
          source: 'closed',
        });
      });
    if (!('outdated' in seen)) return seen;
    identified.principal = await identified.refresh();
  }
  throw new AppError('change_pending', 'The limits of this key are being changed. Try again in a second.');
}

/** What headers show where no decision was made; without counters when they cannot be read. */
export async function lookFor(
  identified: Omit<Identified, 'current'>,
  requestId: string,
  resource: string,
  nowMs?: number,
): Promise<Shown> {
  try {
    const { atMs, limits } = await look(identified, nowMs);
    return { requestId, resource, atMs, limits, source: 'redis' };
  } catch {
    return { requestId, resource, atMs: Date.now(), limits: [], source: null };
  }
}
