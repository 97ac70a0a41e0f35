import { engine } from '../admission/engine';
import { countersUnread } from '../admission/look';
import { underNewestPolicy } from '../admission/newest-policy';
import { requireScope } from '../admission/require-scope';
import type { Seen } from '../admission/serve';
import { AppError } from '../errors';
import { KEY_SCOPES } from '../keys/schema';
import type { Claim, Decision } from '../limits/decision';
import { parse } from '../parse';
import { serviceClaim } from './claim';
import { PROXY, type QuotaCheckView, quotaCheckInput } from './schema';

/**
 * Whether a request with these amounts would be admitted now, and else when. Charges nothing, promises
 * nothing: another request may come first.
 * @throws AppError `invalid_request`, `unknown_field`, `quota_unavailable`, `change_pending`
 */
export async function checkQuota(
  { identified }: Seen,
  body: unknown,
  nowMs?: number,
): Promise<QuotaCheckView> {
  const { resource, amounts } = parse(quotaCheckInput, body);
  requireKnown(identified.principal, resource);
  const claim = serviceClaim(resource, amounts);
  return underNewestPolicy(identified, async (principal) => {
    try {
      requireScope(principal, resource);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { allowed: false, code: error.code, limit: null, retry_after_ms: null };
    }
    const judged = await judge(principal, claim, nowMs);
    return 'outdated' in judged ? judged : checkView(judged);
  });
}

/** A mistyped resource would be judged by the limits of none, and allowed. */
function requireKnown({ limits }: Seen['principal'], resource: string): void {
  const own = limits.flatMap((limit) => limit.resource || []);
  const known = [...new Set([...KEY_SCOPES, PROXY, ...own])];
  if (known.includes(resource)) return;
  throw new AppError(
    'invalid_request',
    `resource: nothing here is called "${resource}". It is one of ${known.join(', ')}.`,
    { param: 'resource', resources: known },
  );
}

async function judge(caller: Seen['principal'], claim: Claim, nowMs?: number) {
  const judged = await engine()
    .check(caller, claim, nowMs)
    .catch(() => null);
  if (judged && !('rebuilding' in judged)) return judged;
  throw countersUnread();
}

/** A decision as services are told of it. */
export const checkView = (decision: Decision): QuotaCheckView =>
  decision.admitted
    ? { allowed: true, code: null, limit: null, retry_after_ms: null }
    : {
        allowed: false,
        code: decision.code,
        limit: decision.by.id,
        retry_after_ms: decision.retryAfterMs,
      };
