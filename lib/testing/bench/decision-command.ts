import type { Claim } from '../../limits/decision';
import { createEngine } from '../../limits/engine';
import type { Limit } from '../../plans/limit';
import type { Store } from '../../redis/store';
import { callerWith, decided, ledgerWith } from '../engine';
import { limit } from '../limit';

/** The decision that the benches of the store measure. */

/** One that is checked and counted, and never reached. */
const wide = (over: Partial<Limit>): Limit => limit({ capacity: 9_000_000_000_000, ...over });

/** Requests and tokens a minute, tokens a day, a budget, requests a day and a month, and concurrency. */
export const SEVEN_LIMITS: Limit[] = [
  wide({}),
  wide({ metric: 'tokens' }),
  wide({ metric: 'tokens', window: { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 } }),
  wide({ metric: 'cost', window: { kind: 'lifetime' } }),
  wide({ scope: 'workspace', window: { kind: 'calendar', unit: 'day', zone: 'UTC', anchorDay: 1 } }),
  wide({ scope: 'workspace', window: { kind: 'calendar', unit: 'month', zone: 'UTC', anchorDay: 1 } }),
  wide({ scope: 'workspace', window: { kind: 'concurrent' } }),
];

/** What a chat call claims. */
export const claim: Claim = {
  resource: 'chat',
  amounts: {
    requests: { base: 1 },
    tokens: { base: 374, per: 1 },
    cost: { base: 374 * 150_000, per: 600_000, divisor: 1_000_000 },
  },
  units: { minimum: 1, wish: 1000 },
};

export interface DecisionCommand {
  sha: string;
  keys: string[];
  args: (string | number)[];
}

/** What the engine sends to decide on the seven limits, after it was admitted once. */
export async function decisionCommand(store: Store, id: string): Promise<DecisionCommand> {
  const { caller, facts } = await callerWith(SEVEN_LIMITS);
  const sent: DecisionCommand[] = [];
  const recording: Store = {
    ...store,
    ratelimitRedis: {
      ...store.ratelimitRedis,
      evalsha: (async (sha: string, keys: string[], args: (string | number)[]) => {
        sent.push({ sha, keys, args });
        return store.ratelimitRedis.evalsha(sha, keys, args);
      }) as Store['ratelimitRedis']['evalsha'],
    },
  };
  const engine = createEngine({ store: recording, ledger: ledgerWith(store, []) });
  decided(await engine.decide({ caller, claim, id, facts }));
  const last = sent.at(-1);
  if (!last) throw new Error('the engine sent no decision');
  return last;
}
