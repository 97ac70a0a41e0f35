import fc from 'fast-check';
import { afterAll, expect, inject, it } from 'vitest';
import { script } from '../redis/script';
import type { Script, Store } from '../redis/store';
import { openTcpStore } from '../redis/tcp';
import { ledgerWith } from '../testing/engine';
import { EDGES as WINDOW_EDGES } from '../testing/engine-edges';
import { runSequence } from '../testing/engine-model';
import { MUTATIONS as ENGINE_MUTATIONS, type Mutation } from '../testing/engine-mutations';
import { ONCE_MUTATIONS, onceEdge } from '../testing/engine-once';
import { sequences } from '../testing/engine-sequences';
import { figure } from '../testing/proof';
import { createEngine } from './engine';
import { DECIDE } from './lua/decide';
import { FILL } from './lua/fill';
import { GROW } from './lua/grow';
import { RENEW } from './lua/renew';
import { SETTLE } from './lua/settle';
import { TOGETHER } from './lua/together';

const EDGES = [...WINDOW_EDGES, onceEdge];
const MUTATIONS = [...ENGINE_MUTATIONS, ...ONCE_MUTATIONS];
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

async function survives(mutation: Mutation, runs: number): Promise<boolean> {
  const mutant = broken(store, mutation);
  const engine = createEngine({ store: mutant, ledger: ledgerWith(store, []), testClock: true });
  for (const edge of EDGES) {
    try {
      await edge(mutant);
    } catch {
      return false;
    }
  }
  let startMs = Date.UTC(2026, 0, 30, 3, 0, 0);
  const property = fc.asyncProperty(sequences, async (sequence) => {
    startMs += YEAR_MS / 1000;
    await runSequence(engine, mutant, sequence, startMs);
  });
  const { failed } = await fc.check(property, { numRuns: runs, seed: SEED, endOnFailure: true });
  return !failed;
}

it('every mutation stands in a script, and the unbroken scripts survive', async () => {
  const sources = [DECIDE, SETTLE, RENEW, GROW, FILL, TOGETHER].map((s) => s.source).join('\n');
  expect(MUTATIONS.filter(([, from]) => !sources.includes(from)).map(([name]) => name)).toEqual([]);
  for (const edge of EDGES) await edge(store);
  expect(await survives(['none', 'nothing has this text', ''], 500)).toBe(true);
}, 300_000);

it('every way of breaking the scripts is noticed', async () => {
  const alive: string[] = [];
  for (const mutation of MUTATIONS) if (await survives(mutation, RUNS)) alive.push(mutation[0]);
  figure(`mutations: ${MUTATIONS.length - alive.length} of ${MUTATIONS.length} noticed`);
  expect(alive).toEqual([]);
}, 600_000);
