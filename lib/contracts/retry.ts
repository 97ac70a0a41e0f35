import { ERROR_STATUS, type ErrorCode } from '../errors';
import type { LimitState } from '../limits/decision';
import type { HeaderFields } from './contract';

/** Older openai-node and the Vercel AI SDK ignore waits of 60,000 ms and more, and hammer. */
const LONGEST_WAIT_HEEDED_MS = 59_999;

/** Whole seconds, rounded up: what `Retry-After` and published bodies carry. */
export const retryAfterSeconds = (retryAfterMs: number): number => Math.ceil(retryAfterMs / 1000);

/** Whether asking again soon is useless: money, plan, too large, a monthly quota. */
function isFinal(code: ErrorCode): boolean {
  const status = ERROR_STATUS[code];
  return status === 402 || status === 403 || status === 413 || code === 'quota_exceeded';
}

const isMinuteLimit = (by: LimitState | null): boolean =>
  by?.limit.window.kind === 'rolling' && by.limit.window.windowMs <= 60_000;

/**
 * Adds `Retry-After`, `retry-after-ms` and `x-should-retry`, so that the official SDKs wait as long as
 * they must and do not retry in vain. `by` is the limit that refused, where one did.
 */
export function addRetry(
  headers: HeaderFields,
  code: ErrorCode,
  retryAfterMs: number | null,
  by: LimitState | null,
  retryAfterOnlyOn429: boolean,
): void {
  const minute = isMinuteLimit(by);
  if (retryAfterMs !== null) {
    if (!retryAfterOnlyOn429 || ERROR_STATUS[code] === 429) {
      headers['Retry-After'] = `${retryAfterSeconds(retryAfterMs)}`;
    }
    headers['retry-after-ms'] = `${minute ? Math.min(retryAfterMs, LONGEST_WAIT_HEEDED_MS) : retryAfterMs}`;
  }
  const tooLong = retryAfterMs !== null && retryAfterMs > LONGEST_WAIT_HEEDED_MS && !minute;
  if (tooLong || isFinal(code)) headers['x-should-retry'] = 'false';
}
