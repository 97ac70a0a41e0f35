import { afterAll, describe, inject } from 'vitest';
import { openRestStore } from '../../redis/rest';
import { openTcpStore } from '../../redis/tcp';
import { scaled } from '../../testing/proof';
import { worldOn } from '../../testing/world';
import { calendarPromises } from './calendar.cases';
import { checkPromises } from './check.cases';
import { clockPromises } from './clock.cases';
import { concurrencyPromises } from './concurrency.cases';
import { growthPromises } from './growth.cases';
import { idempotencyPromises } from './idempotency.cases';
import { moneyPromises } from './money.cases';
import { allOrNothingPromises, integerPromises } from './nothing.cases';
import { policyPromises } from './policy.cases';
import { rollingPromises } from './rolling.cases';

const { redisUrl, restUrl, restToken } = inject('servers');
const worlds = [
  { ...worldOn('TCP', openTcpStore(redisUrl)), runs: scaled(60, 2000) },
  { ...worldOn('REST', openRestStore(restUrl, restToken)), runs: scaled(20, 300) },
];
afterAll(() => Promise.all(worlds.map((world) => world.store.close())));

describe.each(worlds)(
  'the promises of the engine over $name',
  ({ runs, ...world }) => {
    allOrNothingPromises(world, runs);
    rollingPromises(world, runs);
    concurrencyPromises(world, runs);
    calendarPromises(world, runs);
    growthPromises(world, runs);
    moneyPromises(world, runs);
    policyPromises(world, runs);
    clockPromises(world, runs);
    checkPromises(world, runs);
    integerPromises(world, runs);
    idempotencyPromises(world, runs);
  },
  scaled(60_000, 3_600_000),
);
