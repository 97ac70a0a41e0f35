import { ERROR_STATUS, type ErrorCode } from '../errors';
import type { LimitState } from '../limits/decision';
import type { HeaderFields } from './contract';

/** Older openai-node and the Vercel AI SDK ignore waits of 60,000 ms and more, and hammer. */
const LONGEST_WAIT_HEEDED_MS = 59_999;
const MINUTE_MS = 60_000;

/** Whole seconds, rounded up: what `Retry-After` and published bodies carry. */
export const retryAfterSeconds = (retryAfterMs: number): number => Math.ceil(retryAfterMs / 1000);

/** Whether asking again soon is useless, whatever the wait: money, plan, too large, an idempotency conflict. */
function isFinal(code: ErrorCode): boolean {
  const status = ERROR_STATUS[code];
  return status === 402 || status === 403 || status === 409 || status === 413 || code === 'quota_exceeded';
}

const isMinuteLimit = (by: LimitState | null): boolean =>
  by?.limit.window.kind === 'rolling' && by.limit.window.windowMs <= MINUTE_MS;

/** `x-should-retry`, where a client should not decide by the status: SDKs retry every 409, 429 and 5xx. */
function shouldRetry(
  code: ErrorCode,
  retryAfterMs: number | null,
  by: LimitState | null,
): 'true' | 'false' | undefined {
  if (code === 'still_running') return 'true';
  const tooLong = retryAfterMs !== null && retryAfterMs >= MINUTE_MS && !isMinuteLimit(by);
  const neverEnds = by !== null && retryAfterMs === null;
  return isFinal(code) || tooLong || neverEnds ? 'false' : undefined;
}

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
  if (retryAfterMs !== null) {
    if (!retryAfterOnlyOn429 || ERROR_STATUS[code] === 429) {
      headers['Retry-After'] = `${retryAfterSeconds(retryAfterMs)}`;
    }
    headers['retry-after-ms'] =
      `${retryAfterMs <= MINUTE_MS ? Math.min(retryAfterMs, LONGEST_WAIT_HEEDED_MS) : retryAfterMs}`;
  }
  const should = shouldRetry(code, retryAfterMs, by);
  if (should) headers['x-should-retry'] = should;
}
