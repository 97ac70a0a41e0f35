import { setTimeout as sleep } from 'node:timers/promises';
import { db } from '../../db/client';
import { Prisma } from '../../db/generated/client';
import type { SeenRequest } from '../../demo/upstream/request-log';
import type { LimitView } from '../../plans/schema';
import { openKey, shardCount } from '../../redis/keys';
import { store } from '../../redis/store';
import { drained } from '../../usage/lag';
import type { Answer } from './load';
import type { Member, Rig } from './rig';

/** How long a reservation of a dead process may stand at most. */
const SETTLED_WITHIN_MS = 60_000;

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

export interface Settled {
  /** When nothing was open any more. */
  tookMs: number;
  open: number;
  /** Settle orders that wait. */
  orders: number;
}

/** Waits until nothing is open, no order waits, and all is in the ledger. */
export async function settle(): Promise<Settled> {
  const startedMs = performance.now();
  const elapsed = () => performance.now() - startedMs;
  let open = await openReservations();
  while (open > 0 && elapsed() < SETTLED_WITHIN_MS) {
    await sleep(200);
    open = await openReservations();
  }
  const tookMs = elapsed();
  let orders = await db().settleOrder.count();
  while (orders > 0 && elapsed() < 2 * SETTLED_WITHIN_MS) {
    await sleep(200);
    orders = await db().settleOrder.count();
  }
  await drained(30_000);
  return { tookMs, open, orders };
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
  /** Never sent, refused with an answer of ours, and charged all the same. */
  refusedCharged: string[];
  /** Rows that say void or unknown. */
  unsure: number;
  flagged: number;
}

const seenUpstream = async (rig: Pick<Rig, 'upstream'>): Promise<Map<string, SeenRequest>> => {
  const { data } = (await (await fetch(`${rig.upstream.url}/demo/requests`)).json()) as {
    data: SeenRequest[];
  };
  return new Map(data.map((request) => [request.id ?? '', request]));
};

/** What has to be empty, whatever happened. */
export const NOTHING_WRONG = {
  missing: [],
  duplicates: [],
  surplus: [],
  wrong: [],
  wholeFlagged: [],
  refusedCharged: [],
};

/** The figures in a line. */
export const figures = (books: Books, { tookMs, open, orders }: Settled): string =>
  `${books.calls} calls, ${books.upstream} seen upstream, ${books.ledger} in the ledger (${books.unsure} void or ` +
  `unknown, ${books.flagged} flagged); missing ${books.missing.length}, duplicates ${books.duplicates.length}, ` +
  `surplus ${books.surplus.length}, unflagged differences ${books.wrong.length}, flagged though answered ` +
  `${books.wholeFlagged.length}, charged though refused ${books.refusedCharged.length}; open after ` +
  `${Math.round(tookMs / 1000)} s: ${open}, orders left: ${orders}`;

/** Holds the upstream's own account against the ledger, call by call. */
export async function audit(rig: Pick<Rig, 'upstream'>, answers: readonly Answer[]): Promise<Books> {
  const [seen, rows] = await Promise.all([seenUpstream(rig), db().usageEvent.findMany()]);
  const ids = new Set(rows.map((row) => row.id));
  const refused = new Set(answers.flatMap(({ id, status }) => (id && status >= 400 ? [id] : [])));
  const whole = new Set(
    answers.flatMap(({ id, whole, status }) => (id && whole && status === 200 ? [id] : [])),
  );
  const told = (id: string) => {
    const answer = answers.find((one) => one.id === id);
    return answer ? `answered ${answer.status} by ${answer.source}` : 'not answered';
  };
  const of = (concerned: typeof rows) =>
    concerned.map((row) => {
      const { id, model, outcome, rank, tokensIn, tokensOut } = row;
      return `${id} ${model} ${outcome}, rank ${rank}, ${tokensIn} + ${tokensOut} tokens, ${told(id)}`;
    });
  const unsure = rows.filter((row) => row.outcome === 'void' || row.outcome === 'unknown');
  const flagged = rows.filter((row) => row.estimated);
  return {
    calls: answers.length,
    upstream: seen.size,
    ledger: rows.length,
    missing: [...seen].flatMap(([id, { model, at }]) =>
      ids.has(id) ? [] : [`${id} ${model}, seen ${Date.now() - at} ms ago, ${told(id)}`],
    ),
    duplicates: repeated(rows.map((row) => row.id)),
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
    refusedCharged: of(
      rows.filter(
        (row) => refused.has(row.id) && !seen.has(row.id) && (row.requests > 0n || row.costMicros > 0n),
      ),
    ),
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
    const [member] = rig.members.filter(({ instance }) => instance.running);
    for (const limit of member ? await quotaBy(member, key) : []) {
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

/** A key's limits as this instance shows them; a store that is late for the moment is asked again. */
export async function quotaBy({ instance }: Member, key: string): Promise<LimitView[]> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`http://127.0.0.1:${instance.port}/v1/quota`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const text = await response.text();
    if (response.status === 200) return (JSON.parse(text) as { data: LimitView[] }).data;
    if (tries === 20) throw new Error(`The quota was not told: ${response.status} ${text}`);
    await sleep(250);
  }
}
