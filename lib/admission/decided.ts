import { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { Claim, Decision, Denied, LimitState } from '../limits/decision';
import type { EventFacts } from '../limits/event';
import { limitView } from '../plans/view';
import { keepDecision } from '../usage/decisions';
import { countDenial } from '../usage/denials';
import { keptLimits } from './kept-limits';
import type { Prepared } from './work';

/** @throws AppError `scope_missing` where a key is for other resources alone */
export function requireScope(principal: Pick<Principal, 'scopes'>, resource: string): void {
  if (principal.scopes.length === 0 || principal.scopes.includes(resource)) return;
  throw new AppError(
    'scope_missing',
    `This key may not be used for ${resource}: its scopes are ${principal.scopes.join(', ')}.`,
  );
}

/** What is known before the work runs; the reaper writes these where the process dies. */
export const factsOf = (
  principal: Principal,
  { claim, model, priceVersion, streamed }: Omit<Prepared, 'run' | 'upstream'>,
): EventFacts => ({
  workspaceId: principal.workspaceId,
  keyId: principal.keyId,
  userId: principal.userId,
  resource: claim.resource,
  model,
  outcome: 'unknown',
  status: 0,
  streamed,
  tokensIn: 0,
  tokensOut: 0,
  estimated: true,
  priceVersion,
  durationMs: 0,
  firstByteMs: null,
});

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
  const { details, limits: after } = spelledOf(claim, decision, plan);
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

interface Spelled {
  needed: number;
  clearsAtMs: number | null;
  details: () => ReturnType<typeof receiptOf>;
  limits: () => ReturnType<typeof keptLimits>;
}

/** By the limit that refused, as one caller's refusal left it. */
const spelled = new WeakMap<LimitState, Spelled>();

/** What receipts tell of a refusal. Repeated from memory it is one for all: hundreds of them may be kept at a time. */
function spelledOf(claim: Claim, decision: Denied, plan: string): Spelled {
  const { by, atMs, retryAfterMs, source } = decision;
  const needed = neededOf(claim, by);
  const clearsAtMs = retryAfterMs === null ? null : atMs + retryAfterMs;
  const known = source === 'memory' ? spelled.get(by) : undefined;
  if (known?.needed === needed && known.clearsAtMs === clearsAtMs) return known;
  const details = () => receiptOf(by, plan, needed, clearsAtMs);
  const one = { needed, clearsAtMs, details, limits: () => keptLimits(claim, decision) };
  if (source === 'memory') spelled.set(by, one);
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
