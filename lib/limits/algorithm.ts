import { type Algorithm, Ratelimit, type RatelimitConfig } from '@upstash/ratelimit';
import { evaluateOn } from '../redis/script';
import type { RatelimitRedis, Script, Store } from '../redis/store';

type Limiter = RatelimitConfig['limiter'];
type RegionContext = Limiter extends Algorithm<infer Context> ? Context : never;
type LimitAnswer = Awaited<ReturnType<ReturnType<Limiter>['limit']>>;

/** One call of a script that decides. */
export interface ScriptCall {
  script: Script;
  keys: string[];
  args: (string | number)[];
}

/** Ratelimit's answer, with the script's own beside it. */
type AdmissionAnswer = LimitAnswer & { reply: never };

/**
 * All limits of a request as one algorithm of @upstash/ratelimit (`limiter:` is its documented
 * extension point). Its own algorithms are not used for plan limits: they admit up to twice the limit
 * in a rolling minute, charge refused calls, use the caller's clock and answer success on a timeout.
 * @returns the script's answer. Ratelimit's timeout, which would admit, and its cache are off.
 */
export function createLimiter(store: Store): <Reply = number[]>(call: ScriptCall) => Promise<Reply> {
  // Ratelimit knows a call by its identifier alone, so calls under way are found by a ticket.
  const calls = new Map<string, ScriptCall>();
  let tickets = 0;
  const limit = async (context: RegionContext, identifier: string): Promise<LimitAnswer> => {
    const call = calls.get(identifier.slice(identifier.lastIndexOf(':') + 1));
    if (!call) throw new Error('a call was made without its ticket');
    const redis = context.redis as RatelimitRedis;
    const reply = await evaluateOn(redis, store.dialect(call.script), call.keys, call.args);
    const answer = { success: true, limit: 0, remaining: 0, reset: 0, pending: Promise.resolve(), reply };
    return answer as LimitAnswer;
  };
  const algorithm = {
    limit,
    getRemaining: async () => ({ limit: 0, remaining: 0, reset: 0 }),
    // Counters are kept by subject and given back by settling, never by a reset.
    resetTokens: async () => {},
  };
  const ratelimit = new Ratelimit({
    redis: store.ratelimitRedis,
    limiter: () => algorithm,
    ephemeralCache: false,
    enableTelemetry: false,
    timeout: 0,
  } as RatelimitConfig);
  return async (call) => {
    const ticket = `${++tickets}`;
    calls.set(ticket, call);
    try {
      return ((await ratelimit.limit(ticket)) as AdmissionAnswer).reply;
    } finally {
      calls.delete(ticket);
    }
  };
}
