import { AppError } from '../errors';
import { RefusedKey } from '../keys/refused-key';
import { log } from '../log';
import type { Identified } from './identified';
import { lookFor } from './look';
import { fail, type Shown } from './reply';
import { answerStranger } from './stranger';

function toAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  log().error({ err: error, requestId }, 'a product route failed');
  return new AppError(
    'internal_error',
    'Something went wrong on our side. Nothing was lost; try again, and quote the request id if it stays.',
  );
}

/** The answer where nobody may call: a key that is known and refused hears it with its counters, anyone else without. */
export function refuseUnidentified(
  request: Request,
  requestId: string,
  resource: string,
  error: unknown,
  nowMs?: number,
): Promise<Response> | Response {
  if (!(error instanceof RefusedKey)) {
    return answerStranger(request, toAppError(error, requestId), requestId);
  }
  const { principal } = error;
  const still = () => Promise.resolve(principal);
  const known: Identified = { principal, refresh: still, current: still };
  return refuseCaller(request, known, requestId, resource, error, nowMs);
}

/**
 * The answer to what went wrong after the caller was known: with its limits as they stand, unless it
 * stopped being good meanwhile (revoked, signed out). Then it is told what any stranger is.
 */
export async function refuseCaller(
  request: Request,
  identified: Identified,
  requestId: string,
  resource: string,
  error: unknown,
  nowMs?: number,
): Promise<Response> {
  const known = toAppError(error, requestId);
  if (known.code === 'invalid_api_key' || known.code === 'unauthenticated') {
    return answerStranger(request, known, requestId);
  }
  // A store that did not decide is not asked again for the headers: nobody waits twice.
  const shown: Shown =
    known.details.source === 'closed'
      ? { requestId, resource, atMs: Date.now(), limits: [], source: 'closed' }
      : await lookFor(identified, requestId, resource, nowMs);
  if (known.code === 'quota_unavailable') shown.source = 'closed';
  return fail(request, identified.principal, shown, known);
}
