import { type AppError, ERROR_STATUS, type ErrorCode } from '../errors';
import type { LimitState } from '../limits/decision';
import type { HeaderFields } from './contract';

/** Older openai-node and the Vercel AI SDK ignore waits of 60,000 ms and more, and hammer. */
const LONGEST_WAIT_HEEDED_MS = 59_999;
const MINUTE_MS = 60_000;
/** Our own trouble passes: what a 503 tells clients to wait when nobody knows better. */
const DEFAULT_503_WAIT_MS = 1_000;

/** Whole seconds, rounded up: what `Retry-After` and published bodies carry. */
export const retryAfterSeconds = (retryAfterMs: number): number => Math.ceil(retryAfterMs / 1000);

/** How long an expected failure asks its caller to wait; null where waiting is not the cure. */
export function waitMsOf({ details, status }: AppError): number | null {
  if (typeof details.retryAfterMs === 'number') return details.retryAfterMs;
  return status === 503 ? DEFAULT_503_WAIT_MS : null;
}

/** `retry_after` of a published body, where there is a wait to tell. */
export const retryAfterField = (retryAfterMs: number | null): { retry_after?: number } =>
  retryAfterMs === null ? {} : { retry_after: retryAfterSeconds(retryAfterMs) };

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
