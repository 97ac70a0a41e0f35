import type { Caller } from '../limits/call';
import type { Claim, Denied, LimitState } from '../limits/decision';
import type { DecideInput } from '../limits/engine';
import { log } from '../log';
import { METRICS } from '../plans/limit';
import { stateAtHand } from '../process-state';
import { raisesHere } from '../redis/revision';

/**
 * Refusals from memory: who was just refused by the store is refused again without asking it, for at most a
 * second and never longer than that refusal's Retry-After.
 *
 * Only where the store would say the same, to the millisecond of the wait: the same principal under the same
 * revision (a policy that is loaded anew is another object, and forgets), the same limit, a claim at least as
 * large; and only what time alone can end, so never concurrency, stored bytes, or what open requests hold. An
 * Idempotency-Key is looked up in the store first, so whoever sends one is never refused here.
 *
 * Bounds: an upgrade that another instance made, or the refund of a request that was never sent, may be
 * noticed up to a second late. One refusal per principal and resource is kept, and as many principals as
 * policies (lib/keys/policy-cache.ts).
 */
const LONGEST_MS = 1000;

interface KnownOut {
  denied: Denied;
  /** What the refused claim needed at least, by metric. */
  needs: number[];
  /** On the monotonic clock: when the refusal came, and until when it is believed. */
  heardMs: number;
  untilMs: number;
  /** A change that this process put in force since then is to be seen at once. */
  raises: number;
  /** Whoever asks anew. */
  asking?: Promise<unknown>;
}

const known = stateAtHand('known out', () => new WeakMap<Caller, Map<string, KnownOut>>());

/** Decides from memory where that is certain, else by asking; and remembers what was refused. */
export async function decideFromMemory<T extends object>(
  input: DecideInput,
  ask: () => Promise<T>,
): Promise<T | Denied> {
  const { caller, claim, id, once, nowMs } = input;
  // Tests that bring their own time bring it for every decision.
  if (once || claim.leaseOnly || nowMs !== undefined) return ask();
  const needs = needsOf(claim);
  const before = known().get(caller)?.get(claim.resource);
  // Of a crowd that finds a refusal run out, one asks: if it is refused again, so are the others.
  if (before?.asking && performance.now() >= before.untilMs) await before.asking.catch(() => undefined);
  const askedMs = performance.now();
  const remembered = known().get(caller)?.get(claim.resource);
  if (remembered && isStill(remembered, needs, askedMs)) return again(remembered, id, askedMs);
  const raises = raisesHere();
  const asking = ask();
  if (remembered) remembered.asking = asking;
  const answer = await asking;
  if (isDenied(answer)) remember(caller, claim, { denied: answer, needs, raises, askedMs });
  return answer;
}

/** The refusal of who is known to be out, without asking anybody; null where it is not certain. */
export function refusalFromMemory({ caller, claim, id, once, nowMs }: DecideInput): Denied | null {
  const remembered = known().get(caller)?.get(claim.resource);
  if (!remembered || once || claim.leaseOnly || nowMs !== undefined) return null;
  const askedMs = performance.now();
  return isStill(remembered, needsOf(claim), askedMs) ? again(remembered, id, askedMs) : null;
}

const isStill = (out: KnownOut, needs: readonly number[], atMs: number): boolean =>
  atMs < out.untilMs && out.raises === raisesHere() && isRefusedToo(out, needs);

const isDenied = (answer: object): answer is Denied => 'admitted' in answer && answer.admitted === false;

function remember(
  caller: Caller,
  { resource }: Claim,
  { denied, needs, raises, askedMs }: Pick<KnownOut, 'denied' | 'needs' | 'raises'> & { askedMs: number },
): void {
  if (denied.source !== 'redis' || !endsByTimeAlone(denied, needs)) return;
  // From before the store judged, so that it is forgotten in time.
  const untilMs = askedMs + Math.min(LONGEST_MS, denied.retryAfterMs ?? LONGEST_MS);
  let refusals = known().get(caller);
  if (!refusals) {
    refusals = new Map();
    known().set(caller, refusals);
  }
  refusals.set(resource, { denied, needs, raises, heardMs: performance.now(), untilMs });
}

/** Not so where somebody else's end would let it in: a lease, a deleted file, what is held and given back. */
function endsByTimeAlone({ by }: Denied, needs: readonly number[]): boolean {
  const { limit, used } = by;
  if (limit.window.kind === 'concurrent' || limit.window.kind === 'standing') return false;
  return limit.capacity !== null && used + needOf(by, needs) > limit.capacity;
}

function isRefusedToo({ denied, needs: before }: KnownOut, needs: readonly number[]): boolean {
  if (needs.every((need, i) => need === before[i])) return true;
  return denied.limits.every((state) => {
    const [need, was] = [needOf(state, needs), needOf(state, before)];
    // Another limit must not come to refuse, perhaps for longer.
    if (state !== denied.by) return need <= was || state.remaining === null || need <= state.remaining;
    if (need <= was) return need === was;
    // More of the same: still refused, but a rolling window would have it wait longer, and too large is another answer.
    return state.limit.window.kind !== 'rolling' && need <= (state.limit.capacity ?? need);
  });
}

/** The refusal as the store would say it now. */
function again({ denied, heardMs }: KnownOut, id: string, nowMs: number): Denied {
  log().debug({ requestId: id, source: 'memory' }, 'decided');
  // From when it was heard, so that nobody is told to come too early.
  const sinceMs = Math.max(0, Math.floor(nowMs - heardMs));
  const { atMs, retryAfterMs } = denied;
  return {
    admitted: false,
    id,
    atMs: atMs + sinceMs,
    code: denied.code,
    by: denied.by,
    retryAfterMs: retryAfterMs === null ? null : retryAfterMs - sinceMs,
    limits: denied.limits,
    source: 'memory',
  };
}

const INDEX = new Map(METRICS.map((metric, i) => [metric, i]));
const needOf = ({ limit }: LimitState, needs: readonly number[]): number =>
  needs[INDEX.get(limit.metric) ?? 0] ?? 0;

function needsOf({ amounts, units }: Claim): number[] {
  const minimum = units?.minimum ?? 0;
  const needs: number[] = [];
  for (const metric of METRICS) {
    const amount = amounts[metric];
    needs.push(amount ? Math.ceil((amount.base + (amount.per ?? 0) * minimum) / (amount.divisor ?? 1)) : 0);
  }
  return needs;
}
