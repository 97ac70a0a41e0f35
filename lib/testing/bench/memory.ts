import { catalogs } from '../../../prisma/catalogs/all';
import type { PlanData } from '../../../prisma/catalogs/catalog';
import { newId } from '../../ids';
import { createEngine } from '../../limits/engine';
import { type Limit, parseWindow, SCOPES } from '../../plans/limit';
import { reservationKey, ringsKey, shardOf, subjectKey } from '../../redis/keys';
import type { Store } from '../../redis/store';
import { openTcpStore } from '../../redis/tcp';
import { callerWith, decided, ledgerWith } from '../engine';
import { claim, SEVEN_LIMITS } from './decision-command';

/** What a decision and a settle cost the store in commands, and what a plan's key costs it in bytes. */
export async function benchMemory(redisUrl: string): Promise<void> {
  const store = openTcpStore(redisUrl);
  const engine = createEngine({ store, ledger: ledgerWith(store, []) });
  const { caller, facts } = await callerWith(SEVEN_LIMITS);
  const once = async () => {
    const { reservation } = decided(await engine.decide({ caller, claim, id: newId(), facts }));
    return reservation;
  };
  await engine.settle(await once(), {}, facts);
  const before = await commandCounts(store);
  const reservation = await once();
  const decidedAt = await commandCounts(store);
  await engine.settle(reservation, { tokens: 400 }, facts);
  const settledAt = await commandCounts(store);
  console.log(`commands of a seven-limit decision: ${difference(before, decidedAt)}`);
  console.log(`commands of its settle: ${difference(decidedAt, settledAt)}`);
  for (const catalog of catalogs) {
    for (const plan of catalog.plans) {
      const [as, larger] = [await bytesOf(store, plan, 1), await bytesOf(store, plan, 1000)];
      console.log(
        `${catalog.id} ${plan.slug}: ${as.counters} bytes of counters a key with its user and workspace, ${as.reservation} a running request; with limits a thousand times as large ${larger.counters} and ${larger.reservation}`,
      );
    }
  }
  await store.close();
}

async function commandCounts(store: Store): Promise<Map<string, number>> {
  const [text] = (await store.pipeline([['INFO', 'commandstats']])) as [string];
  const counts = [...text.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)];
  return new Map(counts.map(([, name = '', calls]) => [name, Number(calls)]));
}

function difference(before: Map<string, number>, after: Map<string, number>): string {
  const more = [...after].map(([name, calls]) => [name, calls - (before.get(name) ?? 0)] as const);
  const used = more.filter(([name, calls]) => calls > 0 && name !== 'info');
  return used.map(([name, calls]) => (calls > 1 ? `${calls} ${name}` : name)).join(', ');
}

/** A key of a plan after requests in three of its minute's slots, one of them still running. */
async function bytesOf(store: Store, plan: PlanData, times: number) {
  const limits = plan.limits.map(
    (data): Limit => ({
      metric: data.metric,
      resource: data.resource ?? '',
      scope: data.scope,
      window: parseWindow(data.window),
      capacity: data.capacity === null ? null : Math.max(10_000_000, data.capacity) * times,
      ceiling: null,
      whenDown: 'local',
      setBy: 'plan',
    }),
  );
  const { caller, facts } = await callerWith(limits);
  const engine = createEngine({ store, ledger: ledgerWith(store, []), testClock: true });
  const nowMs = Date.now();
  let id = '';
  for (const afterMs of [0, 2000, 4000]) {
    id = newId();
    decided(await engine.decide({ caller, claim, id, facts, nowMs: nowMs + afterMs }));
  }
  const shard = shardOf(caller.workspaceId);
  const keys = SCOPES.flatMap((scope) => [
    subjectKey(shard, scope, caller.subjects[scope]),
    ringsKey(shard, scope, caller.subjects[scope]),
  ]);
  const usage = [...keys, reservationKey(shard, id)].map((key) => ['MEMORY', 'USAGE', key]);
  const bytes = (await store.pipeline(usage)).map(Number);
  const reservation = bytes.pop() ?? 0;
  return { counters: bytes.reduce((sum, n) => sum + n, 0), reservation };
}
