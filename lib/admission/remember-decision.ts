import type { Principal } from '../keys/principal';
import type { Claim, Decision, Denied, LimitState } from '../limits/decision';
import { limitView } from '../plans/view';
import { keepDecision } from '../usage/decisions';
import { countDenial } from '../usage/denials';
import { keptLimits } from './kept-limits';
import type { Prepared } from './work';

/** Keeps what a decision said, for its receipt and for the request explorer; a refusal is counted. */
export function rememberDecision(
  { workspaceId, keyId, userId, plan }: Principal,
  { claim, model }: Pick<Prepared, 'claim' | 'model'>,
  decision: Decision,
): void {
  const { id, atMs } = decision;
  const caller = keyId ?? 'session';
  if (decision.admitted) {
    const limits = () => keptLimits(claim, decision);
    keepDecision({ id, atMs, workspaceId, keyId: caller, limits });
    return;
  }
  const { by, code } = decision;
  const { details, limits: after } = toldOf(claim, decision, plan);
  countDenial({
    workspaceId,
    keyId: caller,
    userId,
    resource: claim.resource,
    model,
    limit: by.id,
    code,
    atMs,
    receipt: { id, limitId: by.id, details, limits: after },
  });
}

interface Told {
  needed: number;
  clearsAtMs: number | null;
  details: () => ReturnType<typeof receiptOf>;
  limits: () => ReturnType<typeof keptLimits>;
}

/** Of refusals repeated from memory, by the limit that refused as the store's refusal left it. */
const told = new WeakMap<LimitState, Told>();

/** What receipts tell of a refusal. Repeated from memory it is one for all: hundreds of them may be kept at a time. */
function toldOf(claim: Claim, decision: Denied, plan: string): Told {
  const { by, atMs, retryAfterMs, source } = decision;
  const needed = neededOf(claim, by);
  const clearsAtMs = retryAfterMs === null ? null : atMs + retryAfterMs;
  const known = source === 'memory' ? told.get(by) : undefined;
  if (known?.needed === needed && known.clearsAtMs === clearsAtMs) return known;
  const details = () => receiptOf(by, plan, needed, clearsAtMs);
  const one = { needed, clearsAtMs, details, limits: () => keptLimits(claim, decision) };
  if (source === 'memory') told.set(by, one);
  return one;
}

function neededOf({ amounts, units }: Claim, { limit }: LimitState): number {
  const { base, per = 0, divisor = 1 } = amounts[limit.metric] ?? { base: 0 };
  return Math.ceil((base + per * (units?.minimum ?? 0)) / divisor);
}

/** What a receipt tells: the limit that refused, its counter then, who set it, what was asked and when it clears. */
const receiptOf = (by: LimitState, plan: string, needed: number, clearsAtMs: number | null) => ({
  ...limitView(by),
  plan,
  needed,
  clears_at: clearsAtMs === null ? null : new Date(clearsAtMs).toISOString(),
});
