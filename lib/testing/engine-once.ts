import { newId } from '../ids';
import { createEngine, type Lost } from '../limits/engine';
import { reapOnce } from '../limits/reaper';
import { LEASE_MS } from '../limits/spell';
import type { Limit } from '../plans/limit';
import { onceKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { callerWith, decided, ledgerWith } from './engine';
import type { Mutation } from './engine-mutations';

const T0 = Date.UTC(2026, 4, 15, 12, 0, 0);
const DAY_MS = 86_400_000;
const LIMIT: Limit = {
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: { kind: 'rolling', windowMs: 60_000 },
  capacity: 50,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
};
const claim = { resource: 'chat', amounts: { requests: { base: 1 } } };

/** What becomes of an Idempotency-Key. Throws where the store's scripts do not hold. */
export async function onceEdge(store: Store): Promise<void> {
  const engine = createEngine({ store, ledger: ledgerWith(store, []), testClock: true });
  const { caller, facts } = await callerWith([LIMIT]);
  const newOnce = () => ({ key: newId(), body: 'a'.repeat(64) });
  const ask = (once: { key: string; body: string }) =>
    engine.decide({ caller, claim, id: newId(), facts, nowMs: T0, once });
  const stateOf = async (once: { key: string; body: string }) => {
    const answer = await ask(once);
    return 'repeated' in answer ? answer.repeated.state : 'admitted';
  };
  const must = async (once: { key: string; body: string }, state: string) => {
    const found = await stateOf(once);
    if (found !== state) throw new Error(`a key is ${found} that should be ${state}`);
  };
  const livesADay = async (once: { key: string }, shard: number) => {
    const [ms] = await store.pipeline([['PTTL', onceKey(shard, once.key)]]);
    if (!(Number(ms) > 0 && Number(ms) <= DAY_MS)) throw new Error(`a key is kept for ${ms} ms`);
  };

  const kept = newOnce();
  const { reservation } = decided(await ask(kept));
  const { shard } = reservation.call;
  await must(kept, 'running');
  await must({ ...kept, body: 'b'.repeat(64) }, 'other_body');
  await livesADay(kept, shard);
  await engine.settle(reservation, {}, facts, T0, 'text');
  await must(kept, 'answered');
  await livesADay(kept, shard);
  // A settle that is replayed says nothing new.
  await engine.settle(reservation, {}, facts, T0, null);
  await must(kept, 'answered');

  const streamed = newOnce();
  await engine.settle(decided(await ask(streamed)).reservation, {}, facts, T0);
  await must(streamed, 'not_replayable');

  const failed = newOnce();
  await engine.settle(decided(await ask(failed)).reservation, {}, facts, T0, null);
  await must(failed, 'admitted');

  const lost: Lost = { ...reservation, id: newId(), granted: null, admittedAtMs: T0, facts, once: newOnce() };
  await engine.adopt(lost, T0);
  await must(lost.once ?? kept, 'running');
  await livesADay(lost.once ?? kept, shard);
  await engine.adopt({ ...lost, id: newId(), once: kept }, T0);
  await must(kept, 'answered');

  const died = newOnce();
  decided(await ask(died));
  await reapOnce(store, shard, T0 + LEASE_MS + 1);
  await must(died, 'unknown_outcome');
}

/** Ways to break what the scripts do about Idempotency-Keys. */
export const ONCE_MUTATIONS: readonly Mutation[] = [
  [
    'another body gets the answer',
    "if string.sub(used, 1, 64) ~= body then return { 8, 'other_body', '=' } end",
    '',
  ],
  [
    'an admitted request does not take its key',
    "if body then write('SET', onceKey, body .. 'running ', 'PX', 86400000) end",
    '',
  ],
  [
    'a taken key never expires',
    "onceKey, body .. 'running ', 'PX', 86400000)",
    "onceKey, body .. 'running ')",
  ],
  [
    'a kept answer never expires',
    "write('SET', onceKey, answer, 'PX', 86400000)",
    "write('SET', onceKey, answer)",
  ],
  ['an answer is not kept', "write('SET', onceKey, answer, 'PX', 86400000)", ''],
  ['a failure keeps its key', "if answer == '' then write('DEL', onceKey)", "if answer == '' then"],
  ['what is put back takes the key of another', "'running ', 'NX', 'PX'", "'running ', 'PX'"],
  [
    'what is put back has no key',
    "if body then write('SET', onceKey, body .. 'running ', 'NX'",
    "if false then write('SET', onceKey, body .. 'running ', 'NX'",
  ],
];
