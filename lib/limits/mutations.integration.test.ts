import fc from 'fast-check';
import { afterAll, expect, inject, it } from 'vitest';
import { newId } from '../ids';
import type { Limit } from '../plans/limit';
import { script } from '../redis/script';
import type { Script, Store } from '../redis/store';
import { openTcpStore } from '../redis/tcp';
import { callerWith, ledgerWith } from '../testing/engine';
import { runSequence, sequences } from '../testing/engine-model';
import { MUTATIONS, type Mutation } from '../testing/engine-mutations';
import { createEngine } from './engine';
import { DECIDE } from './lua/decide';
import { RENEW } from './lua/renew';
import { SETTLE } from './lua/settle';

const RUNS = 2000;
/** Always the same sequences: whether a mutation is noticed must not be chance. */
const SEED = 20261122;
const YEAR_MS = 365 * 86_400_000;
const store = openTcpStore(inject('servers').redisUrl);
afterAll(() => store.close());

/** The store as it is, but for every script in which the mutation's text stands. */
function broken(real: Store, [, from, to]: Mutation): Store {
  const made = new Map<string, Script>();
  const mutate = (run: Script): Script => {
    const known =
      made.get(run.sha) ?? (run.source.includes(from) ? script(run.source.replace(from, () => to)) : run);
    made.set(run.sha, known);
    return known;
  };
  return {
    ...real,
    dialect: mutate,
    evaluate: (run, keys, args) => real.evaluate(mutate(run), keys, args),
  };
}

const limit: Limit = {
  metric: 'requests',
  resource: '',
  scope: 'key',
  window: { kind: 'rolling', windowMs: 60_000 },
  capacity: 5,
  ceiling: null,
  whenDown: 'local',
  setBy: 'plan',
};

/** Instants that sequences seldom meet: a use counts until the very millisecond its window ends. */
async function edges(engine: ReturnType<typeof createEngine>): Promise<void> {
  const start = Date.UTC(2026, 4, 15, 12, 0, 0);
  const claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
  const usedAt = async (instants: number[]) => {
    const { caller, facts } = await callerWith([limit]);
    let used = -1;
    for (const ms of instants) {
      const decision = await engine.decide({ caller, claim, id: newId(), facts, nowMs: start + ms });
      used = 'limits' in decision ? (decision.limits[0]?.used ?? -1) : -1;
    }
    return used;
  };
  if ((await usedAt([0, 1500, 3000, 60_000])) !== 3)
    throw new Error('the oldest slot left at the wrong instant');
  if ((await usedAt([0, 1500, 3000, 61_500])) !== 2)
    throw new Error('a later slot left at the wrong instant');
}

/** What the sequences cannot see: that the time is the store's, and that old policies are refused. */
async function clockAndRevision(engine: ReturnType<typeof createEngine>): Promise<void> {
  const { caller, facts } = await callerWith([limit]);
  const claim = { resource: 'chat', amounts: { requests: { base: 1 } } };
  const time = async () => {
    const [answer] = (await store.pipeline([['TIME']])) as [[string, string]];
    return Number(answer[0]) * 1000 + Math.floor(Number(answer[1]) / 1000);
  };
  const before = await time();
  const decision = await engine.decide({ caller, claim, id: newId(), facts });
  const after = await time();
  if (!('atMs' in decision) || decision.atMs < before || decision.atMs > after)
    throw new Error('not the store’s time');
  const old = await engine.decide({ caller: { ...caller, rev: 0 }, claim, id: newId(), facts });
  if (!('outdated' in old)) throw new Error('an old policy was used');
}

async function survives(mutation: Mutation, runs: number): Promise<boolean> {
  const engine = createEngine({
    store: broken(store, mutation),
    ledger: ledgerWith(store, []),
    testClock: true,
  });
  try {
    await clockAndRevision(engine);
    await edges(engine);
  } catch {
    return false;
  }
  let startMs = Date.UTC(2026, 0, 30, 3, 0, 0);
  const property = fc.asyncProperty(sequences, async (sequence) => {
    startMs += YEAR_MS / 1000;
    await runSequence(engine, broken(store, mutation), sequence, startMs);
  });
  const { failed } = await fc.check(property, { numRuns: runs, seed: SEED, endOnFailure: true });
  return !failed;
}

it('every mutation stands in a script, and the unbroken scripts survive', async () => {
  const sources = [DECIDE, SETTLE, RENEW].map((s) => s.source).join('\n');
  expect(MUTATIONS.filter(([, from]) => !sources.includes(from)).map(([name]) => name)).toEqual([]);
  expect(await survives(['none', 'nothing has this text', ''], 500)).toBe(true);
}, 60_000);

it('every way of breaking the scripts is noticed', async () => {
  const alive: string[] = [];
  for (const mutation of MUTATIONS) if (await survives(mutation, RUNS)) alive.push(mutation[0]);
  console.log(`mutations: ${MUTATIONS.length - alive.length} of ${MUTATIONS.length} noticed`);
  expect(alive).toEqual([]);
}, 600_000);
