import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKey, shardCount, shardOf } from '../redis/keys';
import { store } from '../redis/store';
import { startCluster } from '../testing/cluster';
import { callerWith } from '../testing/engine';
import { runSequence } from '../testing/engine-model';
import { sequences } from '../testing/engine-sequences';
import { limit } from '../testing/limit';
import { figure, scaled } from '../testing/proof';
import { claimOf, decideIn, worldOn } from '../testing/world';
import { type Consumer, startConsumer } from '../usage/consumer';
import { usedSoFar } from '../usage/used-so-far';
import { engineCases } from './engine.cases';
import { epochCases } from './epoch.cases';
import { calendarPromises } from './promises/calendar.cases';
import { clockPromises } from './promises/clock.cases';
import { concurrencyPromises } from './promises/concurrency.cases';
import { growthPromises } from './promises/growth.cases';
import { idempotencyPromises } from './promises/idempotency.cases';
import { moneyPromises } from './promises/money.cases';
import { allOrNothingPromises, integerPromises } from './promises/nothing.cases';
import { oncePromises } from './promises/once.cases';
import { policyPromises } from './promises/policy.cases';
import { rollingPromises } from './promises/rolling.cases';

/** Everything here is what other tests hold the engine to on one Redis; nothing is told that this is a cluster. */

const cluster = await startCluster();
Object.assign(process.env, { REDIS_URL: cluster.url, STORE_SHARDS: '64' });

const RUNS = scaled(15, 500);
const SEQUENCES = scaled(200, 5000);
const world = worldOn('Cluster', store());

beforeAll(() => expect(shardCount()).toBe(64));
afterAll(async () => {
  await store().close();
  await cluster.stop();
});

describe(
  'on a Redis Cluster of three nodes, with 64 shards',
  () => {
    engineCases(store());
    epochCases(store());
    allOrNothingPromises(world, RUNS);
    rollingPromises(world, RUNS);
    concurrencyPromises(world, RUNS);
    growthPromises(world, RUNS);
    moneyPromises(world, RUNS);
    calendarPromises(world, RUNS);
    policyPromises(world, RUNS);
    clockPromises(world, RUNS);
    integerPromises(world, RUNS);
    idempotencyPromises(world, RUNS);

    it('random sequences of everything the engine does equal the reference', async () => {
      let startMs = Date.UTC(2040, 0, 30, 3, 0, 0);
      const result = await fc.check(
        fc.asyncProperty(sequences, async (sequence) => {
          startMs += 9 * 86_400_000;
          await runSequence(world.engine, store(), sequence, startMs);
        }),
        { numRuns: SEQUENCES },
      );
      figure(
        `model on the cluster: ${result.numRuns} sequences, seed ${result.seed}, mismatches ${result.failed ? 1 : 0}`,
      );
      if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
    });

    it('a shard that moves to another node while it is used admits exactly its limit', async () => {
      const [capacity, tries, moves] = [400, 1500, scaled(3, 30)];
      const who = await callerWith([limit({ window: { kind: 'lifetime' }, capacity })]);
      const moving = openKey(shardOf(who.caller.workspaceId));
      const counts = { admitted: 0, denied: 0, failed: 0 };
      let left = tries;
      const lane = async () => {
        while (left-- > 0) {
          try {
            const decision = await decideIn(world, who, claimOf({ requests: 1 }), Date.now());
            if (decision.admitted) await world.engine.settle(decision.reservation, {}, who.facts, Date.now());
            counts[decision.admitted ? 'admitted' : 'denied']++;
          } catch {
            counts.failed++;
          }
        }
      };
      const lanes = Promise.all(Array.from({ length: 8 }, lane));
      for (let i = 0; i < moves; i++) await cluster.moveSlotOf(moving);
      await lanes;
      figure(
        `a shard moved ${moves} times meanwhile: ${tries} tries at ${capacity}, ${counts.admitted} admitted, ${counts.failed} failed`,
      );
      expect(counts).toEqual({ admitted: capacity, denied: tries - capacity, failed: 0 });
    });

    it('the work was spread over all three nodes', async () => {
      const keys = await cluster.keysByNode();
      figure(`keys on the nodes of the cluster: ${keys.join(', ')}`);
      expect(Math.min(...keys)).toBeGreaterThan(10);
    });
  },
  scaled(60_000, 3_600_000),
);

describe(
  'on the same cluster, with its ledger',
  () => {
    let consumer: Consumer;
    beforeAll(() => {
      consumer = startConsumer();
    });
    afterAll(() => consumer.stop());
    oncePromises(worldOn('Cluster', store(), usedSoFar), RUNS);
  },
  scaled(60_000, 3_600_000),
);
