import { AppError } from '../errors';
import type { LimitState } from '../limits/decision';
import { engine } from './engine';
import type { Identified } from './identified';
import { underNewestPolicy } from './newest-policy';
import type { Shown } from './reply';

/**
 * Every limit of a caller as it stands, under the policy in force. Charges nothing.
 * @throws AppError where the caller is no longer good, `quota_unavailable` where the store does not answer
 */
export async function look(
  identified: Omit<Identified, 'current'>,
  nowMs?: number,
): Promise<{ atMs: number; limits: LimitState[] }> {
  return underNewestPolicy(identified, (principal) =>
    engine()
      .look(principal, nowMs)
      .catch(() => {
        throw countersUnread();
      }),
  );
}

/** The answer to who asks for counters that cannot be read. */
export const countersUnread = (): AppError =>
  new AppError('quota_unavailable', 'The counters cannot be read right now. Try again shortly.', {
    source: 'closed',
  });

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
