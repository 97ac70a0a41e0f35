import { setTimeout as sleep } from 'node:timers/promises';
import { db } from '../../db/client';
import { Prisma } from '../../db/generated/client';
import type { SeenRequest } from '../../demo/upstream/request-log';
import type { LimitView } from '../../plans/schema';
import { openKey, shardCount } from '../../redis/keys';
import { store } from '../../redis/store';
import { drained } from '../../usage/lag';
import type { Answer } from './load';
import type { Rig } from './rig';

/** How long a reservation of a dead process may stand at most. */
export const SETTLED_WITHIN_MS = 60_000;

/** Reservations that hold something, in all shards. */
export async function openReservations(): Promise<number> {
  const counts = await Promise.all(
    Array.from({ length: shardCount() }, async (_, shard) => {
      const [count] = await store().pipeline([['ZCARD', openKey(shard)]]);
      return Number(count);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Waits until nothing is open and all is in the ledger. @returns how long that took, and what is open all the same */
export async function settle(): Promise<{ tookMs: number; open: number }> {
  const startedMs = performance.now();
  const elapsed = () => performance.now() - startedMs;
  let open = await openReservations();
  while (open > 0 && elapsed() < SETTLED_WITHIN_MS) {
    await sleep(200);
    open = await openReservations();
  }
  await drained(30_000);
  return { tookMs: elapsed(), open };
}

/** What has to be empty, and what is worth telling. */
export interface Books {
  calls: number;
  upstream: number;
  ledger: number;
  /** Seen upstream, and in no row of the ledger. */
  missing: string[];
  /** In more than one row. */
  duplicates: string[];
  /** In the ledger, not seen upstream, and not said to be void or unknown. */
  surplus: string[];
  /** Amounts that are not the upstream's, and not flagged. */
  wrong: string[];
  /** Answered to the end, and flagged all the same. */
  wholeFlagged: string[];
  /** Rows that say void or unknown. */
  unsure: number;
  flagged: number;
}

const seenUpstream = async (rig: Rig): Promise<Map<string, SeenRequest>> => {
  const { data } = (await (await fetch(`${rig.upstream.url}/demo/requests`)).json()) as {
    data: SeenRequest[];
  };
  return new Map(data.map((request) => [request.id ?? '', request]));
};

/** Holds the upstream's own account against the ledger, call by call. */
export async function audit(rig: Rig, answers: readonly Answer[]): Promise<Books> {
  const [seen, rows] = await Promise.all([seenUpstream(rig), db().usageEvent.findMany()]);
  const ids = new Set(rows.map((row) => row.id));
  const whole = new Set(
    answers.flatMap(({ id, whole, status }) => (id && whole && status === 200 ? [id] : [])),
  );
  const of = (concerned: typeof rows) => concerned.map((row) => row.id);
  const unsure = rows.filter((row) => row.outcome === 'void' || row.outcome === 'unknown');
  const flagged = rows.filter((row) => row.estimated);
  return {
    calls: answers.length,
    upstream: seen.size,
    ledger: rows.length,
    missing: [...seen.keys()].filter((id) => !ids.has(id)),
    duplicates: repeated(of(rows)),
    surplus: of(rows.filter((row) => !seen.has(row.id) && !unsure.includes(row))),
    wrong: of(
      rows.filter((row) => {
        const request = seen.get(row.id);
        if (!request || row.estimated) return false;
        return (
          Number(row.tokensIn) !== request.prompt_tokens ||
          Number(row.tokensOut) !== request.completion_tokens
        );
      }),
    ),
    wholeFlagged: of(flagged.filter((row) => whole.has(row.id))),
    unsure: unsure.length,
    flagged: flagged.length,
  };
}

function repeated(ids: string[]): string[] {
  const known = new Set<string>();
  return ids.filter((id) => known.size === known.add(id).size);
}

/** The ledger's sums against both rollups, and against what the instances say is used. Empty: they agree. */
export async function differences(rig: Rig, keys: readonly { id: string; key: string }[]): Promise<string[]> {
  const wrong: string[] = [];
  const [ledger, minutes, quarters] = await Promise.all([
    sumsOf(Prisma.sql`usage_events`),
    sumsOf(Prisma.sql`rollups_minute`),
    sumsOf(Prisma.sql`rollups_quarter`),
  ]);
  for (const [name, sums] of Object.entries({ minutes, quarters })) {
    for (const field of ['requests', 'cost', 'tokens'] as const) {
      if (sums[field] !== ledger[field])
        wrong.push(`${name}: ${field} ${sums[field]}, ledger ${ledger[field]}`);
    }
  }
  let [requests, month] = [0n, 0];
  for (const { id, key } of keys) {
    const rows = await db().usageEvent.findMany({ where: { keyId: id } });
    const cost = rows.reduce((sum, row) => sum + row.costMicros, 0n);
    requests += rows.reduce((sum, row) => sum + row.requests, 0n);
    const limits = await quota(rig, key);
    for (const limit of limits) {
      if (limit.reserved > 0) wrong.push(`${limit.id}: ${limit.reserved} reserved`);
      if (limit.window === 'concurrent' && limit.used > 0) wrong.push(`${limit.id}: ${limit.used} running`);
      if (limit.metric === 'cost' && BigInt(limit.used) !== cost) {
        wrong.push(`${limit.id}: ${limit.used} used, ledger ${cost}`);
      }
      if (limit.window.startsWith('month') && limit.metric === 'requests') month = limit.used;
    }
  }
  if (BigInt(month) !== requests) wrong.push(`month: ${month} requests used, ledger ${requests}`);
  return wrong;
}

interface Sums {
  requests: bigint;
  cost: bigint;
  tokens: bigint;
}

async function sumsOf(table: Prisma.Sql): Promise<Sums> {
  const [sums] = await db().$queryRaw<[Sums]>`
    SELECT coalesce(sum(requests), 0)::bigint AS requests, coalesce(sum(cost_micros), 0)::bigint AS cost,
      coalesce(sum(tokens_in + tokens_out), 0)::bigint AS tokens FROM ${table}`;
  return sums;
}

/** A key's limits as an instance that is up shows them. */
export async function quota(rig: Rig, key: string): Promise<LimitView[]> {
  const up = rig.members.find(({ instance }) => instance.running);
  const response = await fetch(`http://127.0.0.1:${up?.instance.port}/v1/quota`, {
    headers: { authorization: `Bearer ${key}` },
  });
  if (response.status !== 200)
    throw new Error(`The quota was not told: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: LimitView[] }).data;
}
