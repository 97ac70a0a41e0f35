import { randomBytes } from 'node:crypto';
import { db } from '../../db/client';
import { newId } from '../../ids';
import { store } from '../../redis/store';
import { startConsumer } from '../../usage/consumer';
import { consumerLag } from '../../usage/lag';
import { closeFileServices } from '../close';
import { ensureTemplate, freshDatabase } from '../database';
import { testEnvironment } from '../environment';
import { addEvents, ledgerEvent } from '../ledger-events';
import { startTestServices } from '../services';

/**
 * How fast settled events reach the ledger and its rollups: from full streams to committed and trimmed,
 * over the real store and database. `tsx lib/testing/bench/consumer.ts [events]`
 */

const MODELS = ['demo-small', 'demo-large', 'demo-vision'];
const workspaceIds = Array.from({ length: 100 }, newId);
const keyIds = Array.from({ length: 1000 }, newId);

/** A minute of traffic, as a consumer that catches up sees it. */
const event = (i: number) =>
  ledgerEvent({
    workspaceId: workspaceIds[i % workspaceIds.length],
    keyId: keyIds[i % keyIds.length],
    userId: workspaceIds[i % workspaceIds.length],
    model: MODELS[i % MODELS.length],
    admittedAtMs: Date.UTC(2026, 4, 5, 10) + (i % 60_000),
    costMicros: i % 1000,
  });

async function measure(count: number): Promise<void> {
  for (let done = 0; done < count; done += 5000) {
    await addEvents(Array.from({ length: Math.min(5000, count - done) }, (_, i) => event(done + i)));
  }
  const startedAt = performance.now();
  const consumer = startConsumer();
  await consumer.drained(300_000);
  const seconds = (performance.now() - startedAt) / 1000;
  await consumer.stop();
  const written = await db().usageEvent.count();
  const { entries } = await consumerLag();
  console.log(
    `consumer: ${written} of ${count} events in ${seconds.toFixed(1)} s, ` +
      `${Math.round(written / seconds)} events/s; left in the streams: ${entries}`,
  );
  await store().close();
}

const services = await startTestServices();
const database = await freshDatabase(services.postgresUrl, await ensureTemplate(services.postgresUrl));
const prefix = `bench-${randomBytes(4).toString('hex')}`;
Object.assign(
  process.env,
  testEnvironment({ databaseUrl: database.url, redisUrl: services.redisUrl, prefix }),
);
try {
  await measure(Number(process.argv[2] ?? 100_000));
} finally {
  await closeFileServices(services.redisUrl, prefix);
  await database.drop();
  await services.stop();
}
