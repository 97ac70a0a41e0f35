import type { Actor } from '../actor';
import { addCounts, decisionPercentile } from '../admission/decision-times';
import { type InstanceFigures, ownFigures, ownInstance } from '../admission/instance-figures';
import { requirePlatformAdmin } from '../auth/access';
import { type InstanceRecord, instanceRecords } from '../usage/instance-records';
import { consumerLag } from '../usage/lag';
import { readerHealth } from '../usage/reader-health';
import { databaseHealth } from './database-health';
import type { ConsumerView, InstanceView, Percentiles, SystemView } from './schema';
import { round, storeHealth } from './store-health';

/** As long as a rebuild waits for one (lib/usage/rebuild-records.ts). */
const ALIVE_MS = 15_000;

/**
 * How the whole installation is, asked now: what does not answer is shown as such.
 * @throws AppError `forbidden` for anyone but a platform admin
 */
export async function systemOverview(actor: Actor): Promise<SystemView> {
  requirePlatformAdmin(actor, 'see the running system');
  const [store, database, consumer, records] = await Promise.all([
    storeHealth(),
    databaseHealth(),
    consumerHealth(),
    instanceRecords().catch(() => []),
  ]);
  const instances = records.map(instanceView);
  const living = instances.filter(({ alive }) => alive);
  const figures = living.flatMap(({ id }) => figuresOf(records.find((one) => one.id === id)) ?? []);
  const sources = new Map<string, number>();
  for (const one of figures) {
    for (const [source, count] of Object.entries(one.sources)) {
      sources.set(source, (sources.get(source) ?? 0) + count);
    }
  }
  return {
    at: new Date().toISOString(),
    store,
    database,
    consumer,
    decisions: {
      ...percentiles(addCounts(figures.map(({ times }) => times))),
      sources: [...sources].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count),
    },
    instances,
  };
}

async function consumerHealth(): Promise<ConsumerView> {
  const [lag, read] = await Promise.all([consumerLag().catch(() => null), readerHealth().catch(() => null)]);
  return {
    active: read?.active ?? null,
    waiting: lag?.entries ?? null,
    oldest_ms: lag?.oldestMs ?? null,
    per_second: read ? round(read.perSecond) : null,
    dead_letters: lag?.deadLetters ?? null,
    orders: read?.orders ?? null,
  };
}

/** This process knows its own figures better than what it last wrote. */
const figuresOf = (record: InstanceRecord | undefined): InstanceFigures | null =>
  record && record.id === ownInstance()
    ? ownFigures()
    : ((record?.figures ?? null) as InstanceFigures | null);

function instanceView(record: InstanceRecord): InstanceView {
  const figures = figuresOf(record);
  return {
    id: record.id,
    started_at: record.startedAt.toISOString(),
    seen_at: record.seenAt.toISOString(),
    alive: record.ageMs < ALIVE_MS,
    self: record.id === ownInstance(),
    decisions: percentiles(figures?.times ?? []),
    running: figures?.running ?? null,
    memory_bytes: figures?.memoryBytes ?? null,
  };
}

function percentiles(times: readonly number[]): Percentiles {
  const at = (share: number) => {
    const ms = decisionPercentile(times, share);
    return ms === null ? null : round(ms);
  };
  return {
    count: times.reduce((sum, count) => sum + count, 0),
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
  };
}
