import { AppError } from '../errors';
import type { Once, Repeated } from '../limits/decision';
import { guard } from '../redis/guard';
import { shardOf } from '../redis/keys';
import type { Identified } from './identified';
import { readKept } from './kept-answer';
import { bringBack } from './long-answer';
import { lookFor } from './look';
import { fail, limitHeaders } from './reply';

/** Repetitions are not metered; this keeps one key from being answered without end. */
export const REPETITIONS = { limit: 600, windowMs: 60_000 };

const REFUSALS = {
  running: new AppError(
    'still_running',
    'The request that first came with this Idempotency-Key is still running. Try again in a second for its answer.',
    { retryAfterMs: 1_000 },
  ),
  other_body: new AppError(
    'idempotency_conflict',
    'This Idempotency-Key was used for another body within the last 24 hours. Send a new request with a new key.',
  ),
  not_replayable: new AppError(
    'not_replayable',
    'The request with this Idempotency-Key was done and charged, but its answer was streamed or larger than 1 MB, so it cannot be given again. To have it done once more, send it with a new key.',
  ),
  unknown_outcome: new AppError(
    'unknown_outcome',
    'The request with this Idempotency-Key was cut off on our side, and nobody knows whether it was done; what it had used by then is charged. To have it done, send it with a new key.',
  ),
} as const;

interface Asked {
  requestId: string;
  resource: string;
  once: Once | undefined;
  nowMs: number | undefined;
}

/**
 * The answer to a request whose Idempotency-Key was used before: the first one's, byte for byte, beside
 * the caller's limits as they stand; a 409 where there is none to give. Nothing runs and nothing is charged.
 * @throws AppError 429 beyond 600 a minute; `quota_unavailable`, `not_replayable` where the answer cannot be read
 */
export async function answerRepeated(
  request: Request,
  identified: Identified,
  { requestId, resource, once, nowMs }: Asked,
  { state, answer }: Repeated,
): Promise<Response> {
  const { principal } = identified;
  const [shown] = await Promise.all([
    lookFor(identified, requestId, resource, nowMs),
    guard('repeated', principal.subjects.key, REPETITIONS),
  ]);
  if (state !== 'answered') return fail(request, principal, shown, REFUSALS[state]);
  const place = once && { shard: shardOf(principal.workspaceId), once };
  const { status, contentType, body } = readKept(place ? await bringBack(place, answer ?? '') : '');
  return new Response(body.length === 0 ? null : (body as BodyInit), {
    status,
    headers: {
      ...limitHeaders(request, principal, shown),
      'Content-Type': contentType,
      'Cache-Control': 'no-store',
      'Idempotent-Replayed': 'true',
    },
  });
}
