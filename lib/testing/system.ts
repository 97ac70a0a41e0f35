import { afterAll, beforeAll } from 'vitest';
import { startUpkeep, type Upkeep } from '../admission/upkeep';
import type { DemoUpstream } from '../demo/upstream/server';
import { type Consumer, startConsumer } from '../usage/consumer';
import { gatewayForTests } from './gateway';
import { tokenOf } from './manage-call';
import { makeUser } from './tenants';

/* For files about the running system: traffic, the work in the background, and who looks after both. */

/** A management token of a platform admin's. */
export let admin: string;
/** Brings what was used to the ledger. */
export let consumer: Consumer;

/** Runs an upstream and the work in the background for all tests of the file. */
export function runSystem(): void {
  let upstream: DemoUpstream;
  let upkeep: Upkeep;
  beforeAll(async () => {
    upstream = await gatewayForTests();
    admin = await tokenOf(await makeUser({ platformAdmin: true }));
    upkeep = startUpkeep();
    consumer = startConsumer();
    await upkeep.ready;
  });
  afterAll(async () => {
    await upkeep.stop();
    await consumer.stop();
    await upstream.close();
  });
}
