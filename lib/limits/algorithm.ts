import { type Algorithm, Ratelimit, type RatelimitConfig } from '@upstash/ratelimit';
import { evaluateOn } from '../redis/script';
import type { RatelimitRedis, Store } from '../redis/store';
import { DECIDE } from './lua/decide';

type Limiter = RatelimitConfig['limiter'];
type RegionContext = Limiter extends Algorithm<infer Context> ? Context : never;
type LimitAnswer = Awaited<ReturnType<ReturnType<Limiter>['limit']>>;

/** One script call: the decision's KEYS and ARGV. */
export interface ScriptCall {
  keys: string[];
  args: (string | number)[];
}

/** Ratelimit's answer, with the script's own integers beside it. */
export type AdmissionAnswer = LimitAnswer & { reply: number[] };

/**
 * All limits of a request as one algorithm of @upstash/ratelimit (`limiter:` is its documented
 * extension point). Its own algorithms are not used for plan limits: they admit up to twice the limit
 * in a rolling minute, charge refused calls, use the caller's clock and answer success on a timeout.
 */
export function admission(store: Store, call: ScriptCall): Limiter {
  const run = async (context: RegionContext): Promise<AdmissionAnswer> => {
    const redis = context.redis as RatelimitRedis;
    const reply = (await evaluateOn(redis, store.dialect(DECIDE), call.keys, call.args)) as number[];
    const success = reply[0] === 1;
    return { success, limit: 0, remaining: 0, reset: 0, pending: Promise.resolve(), reply };
  };
  return () => ({
    limit: run,
    getRemaining: async (context) => {
      const { limit, remaining, reset } = await run(context);
      return { limit, remaining, reset };
    },
    // Counters are kept by subject and given back by settling, never by a reset.
    resetTokens: async () => {},
  });
}

/** Sends a call through Ratelimit. Without its timeout, which would admit, and without its cache. */
export async function limitOnce(store: Store, call: ScriptCall, id: string): Promise<number[]> {
  const ratelimit = new Ratelimit({
    redis: store.ratelimitRedis,
    limiter: admission(store, call),
    ephemeralCache: false,
    enableTelemetry: false,
    timeout: 0,
  } as RatelimitConfig);
  const answer = (await ratelimit.limit(id)) as AdmissionAnswer;
  return answer.reply;
}
