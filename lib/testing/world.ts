import fc from 'fast-check';
import { newId } from '../ids';
import type { Claim, Decision } from '../limits/decision';
import { createEngine, type DecideInput, type Engine, type Reservation } from '../limits/engine';
import type { LedgerSource } from '../limits/fill';
import { type Limit, METRICS, type Metric } from '../plans/limit';
import type { Store } from '../redis/store';
import { callerWith, decided, ledgerWith, type TestCaller } from './engine';
import { limit } from './limit';

/** An engine on a store, where a test says what time it is. Guarantees are tried in several worlds. */
export interface World {
  name: string;
  store: Store;
  ledger: LedgerSource;
  engine: Engine;
}

/** @param ledger one that knows of nothing, unless given */
export const worldOn = (name: string, store: Store, ledger: LedgerSource = ledgerWith(store, [])): World => ({
  name,
  store,
  ledger,
  engine: createEngine({ store, ledger, testClock: true }),
});

/** A Friday noon, when nothing begins or ends. */
export const NOON = Date.UTC(2026, 4, 15, 12, 0, 0);

/** A call that costs what it is told to, all of it known beforehand. */
export const claimOf = (amounts: Partial<Record<Metric, number>>): Claim => ({
  resource: 'chat',
  amounts: Object.fromEntries(Object.entries(amounts).map(([metric, base]) => [metric, { base }])),
});

/** @throws Error where the engine answered anything but a decision */
export async function decideIn(
  { engine }: World,
  { caller, facts }: TestCaller,
  claim: Claim,
  nowMs: number,
  more: Partial<DecideInput> = {},
): Promise<Decision & { reservation: Reservation }> {
  return decided(await engine.decide({ caller, claim, id: newId(), facts, nowMs, ...more }));
}

/** Every limit's counter: used and held. */
export async function countersIn({ engine }: World, { caller }: TestCaller, nowMs: number) {
  const seen = await engine.look(caller, nowMs);
  if (!('limits' in seen)) throw new Error(`no look: ${JSON.stringify(seen)}`);
  return seen.limits;
}

/** Two keys of one user and workspace, under the same limits. */
export async function twoKeys(limits: Limit[]): Promise<[TestCaller, TestCaller]> {
  const first = await callerWith(limits);
  const keyId = newId();
  const { caller, facts } = first;
  const second = { ...caller, subjects: { ...caller.subjects, key: keyId } };
  return [first, { caller: second, facts: { ...facts, keyId } }];
}

const scope = fc.constantFrom<Limit['scope']>('key', 'user', 'workspace');
const metric = fc.constantFrom<Metric>('requests', 'tokens', 'cost', 'messages');
/** What a call may use of each metric, at most. */
const MOST: Record<Metric, number> = Object.fromEntries(
  METRICS.map((m) => [m, m === 'requests' || m === 'messages' ? 1 : 300]),
) as Record<Metric, number>;

export const rollingWindow = fc
  .constantFrom(1000, 1001, 7001, 59_999, 60_000, 3_600_000)
  .map((windowMs): Limit['window'] => ({ kind: 'rolling', windowMs }));

/** One to four limits in windows of this kind; some have no room at all, some are unlimited. */
export const limitsIn = (window: fc.Arbitrary<Limit['window']>): fc.Arbitrary<Limit[]> =>
  fc.uniqueArray(
    fc
      .record({ metric, scope, window, share: fc.nat(8), kind: fc.nat(9) })
      .map(({ share, kind, ...rest }) =>
        limit({ ...rest, capacity: kind === 9 ? null : share * MOST[rest.metric] }),
      ),
    { minLength: 1, maxLength: 4, selector: (l) => JSON.stringify([l.metric, l.scope, l.window]) },
  );
