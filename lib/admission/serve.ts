import { newId } from '../ids';
import type { Principal } from '../keys/principal';
import type { LimitState } from '../limits/decision';
import { guard } from '../redis/guard';
import { refuseCaller, refuseUnidentified } from './failure';
import type { Identified } from './identified';
import { identify } from './identify';
import { look } from './look';
import { limitHeaders } from './reply';

/** What an unmetered route may use: who asks, and every limit as it stands. */
export interface Seen {
  principal: Principal;
  /** For what decides under a policy: that may turn out stale. */
  identified: Identified;
  atMs: number;
  limits: readonly LimitState[];
}

/** Calls that no limit counts are guarded all the same (README.md, "Guards"). */
export const UNMETERED = { limit: 600, windowMs: 60_000 };

/**
 * The way of a request that is not metered: who calls, under which policy, with the limit headers of
 * its contract. `answer` makes the JSON body, or a whole response that lacks those headers alone.
 */
export async function serve(
  request: Request,
  resource: string,
  answer: (seen: Seen) => unknown,
  nowMs?: number,
): Promise<Response> {
  const requestId = newId();
  let identified: Identified;
  try {
    identified = await identify(request);
  } catch (error) {
    return refuseUnidentified(request, requestId, resource, error, nowMs);
  }
  try {
    const [{ atMs, limits }] = await Promise.all([
      look(identified, nowMs),
      guard('unmetered', identified.principal.subjects.key, UNMETERED),
    ]);
    const { principal } = identified;
    const answered = await answer({ principal, identified, atMs, limits });
    const shown = { requestId, resource, atMs, limits, source: 'redis' as const };
    const headers = { ...limitHeaders(request, principal, shown), 'Cache-Control': 'no-store' };
    if (answered instanceof Response) {
      for (const [name, value] of Object.entries(headers)) answered.headers.set(name, value);
      return answered;
    }
    const body = request.method === 'HEAD' ? null : JSON.stringify(answered);
    return new Response(body, { headers: { ...headers, 'Content-Type': 'application/json' } });
  } catch (error) {
    return refuseCaller(request, identified, requestId, resource, error, nowMs);
  }
}
