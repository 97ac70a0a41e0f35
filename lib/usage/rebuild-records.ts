import { db } from '../db/client';

/** What the database keeps for rebuilding a store that lost its memory (lib/limits/rebuild.ts). */

/** An instance that said nothing for this long is taken for dead. */
const ALIVE_SECONDS = 15;
const WAIT_FOR_INSTANCES_SECONDS = 10;
/** An order that the store does not take for so long must not keep everybody out. */
const WAIT_FOR_ORDERS_SECONDS = 30;
const FORGET_SECONDS = 3600;

/** @returns id of the last stream entry of each shard that the ledger has read */
export async function sayAlive(instanceId: string): Promise<Map<number, string>> {
  const [cursors] = await db().$transaction([
    db().streamCursor.findMany(),
    db().$executeRaw`
      INSERT INTO instances (id, seen_at) VALUES (${instanceId}::uuid, now())
      ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
    db().$executeRaw`
      DELETE FROM instances WHERE seen_at < now() - ${FORGET_SECONDS} * interval '1 second'`,
  ]);
  return new Map(cursors.map(({ shard, lastId }) => [shard, lastId]));
}

/** An instance that stops in order: nobody waits for it in a rebuild. */
export async function sayGoodbye(instanceId: string): Promise<void> {
  await db().instance.deleteMany({ where: { id: instanceId } });
}

/** What a ledger's row says was charged, by metric. */
type Charged<Amount> = Record<'requests' | 'tokens' | 'cost' | 'messages' | 'descriptions', Amount>;

interface Settled {
  id: string;
  admittedAtMs: number;
}

/** By id, what the ledger says was charged to those of these reservations whose settle it has. */
export async function settledAs(asked: readonly Settled[]): Promise<Map<string, Charged<number>>> {
  if (asked.length === 0) return new Map();
  const ids = asked.map(({ id }) => id);
  const times = asked.map(({ admittedAtMs }) => new Date(admittedAtMs).toISOString());
  const rows = await db().$queryRaw<({ id: string } & Charged<bigint>)[]>`
    SELECT e.id, e.requests, e.tokens_metered AS tokens, e.cost_micros AS cost, e.messages, e.descriptions
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[]) AS asked (id, at)
    JOIN usage_events e ON e.id = asked.id AND e.admitted_at = asked.at WHERE e.rank = 2`;
  return new Map(
    rows.map(({ id, requests, tokens, cost, messages, descriptions }) => [
      id,
      {
        requests: Number(requests),
        tokens: Number(tokens),
        cost: Number(cost),
        messages: Number(messages),
        descriptions: Number(descriptions),
      },
    ]),
  );
}

/** Of these settled reservations, those whose settle the ledger has not. */
export async function missing<T extends Settled>(settled: readonly T[]): Promise<T[]> {
  const known = await settledAs(settled);
  return settled.filter(({ id }) => !known.has(id));
}

/** This instance has given back what it holds. The shard's first one begins the rebuild: all orders are due again. */
export async function confirm(shard: number, rebuildId: string, instanceId: string): Promise<void> {
  await db().$executeRaw`
    WITH begun AS (
      INSERT INTO rebuilds (shard, id) VALUES (${shard}, ${rebuildId})
      ON CONFLICT (shard) DO UPDATE SET id = excluded.id, started_at = now() WHERE rebuilds.id <> excluded.id
      RETURNING shard
    ), forgotten AS (
      DELETE FROM rebuild_confirmations c USING begun WHERE c.shard = begun.shard
    ), due AS (
      UPDATE settle_orders o SET taken = 0, next_at = now() FROM begun WHERE o.shard = begun.shard
    )
    INSERT INTO rebuild_confirmations (rebuild_id, instance_id, shard)
    VALUES (${rebuildId}, ${instanceId}::uuid, ${shard}) ON CONFLICT DO NOTHING`;
}

/** Whether nobody who lives is waited for any more, and the shard's orders are in the store. */
export async function isReady(shard: number, rebuildId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ ready: boolean }[]>`
    SELECT (
      started_at < now() - ${WAIT_FOR_INSTANCES_SECONDS} * interval '1 second'
      OR NOT EXISTS (
        SELECT FROM instances i WHERE i.seen_at > now() - ${ALIVE_SECONDS} * interval '1 second'
        AND NOT EXISTS (
          SELECT FROM rebuild_confirmations c WHERE c.rebuild_id = r.id AND c.instance_id = i.id))
    ) AND (
      started_at < now() - ${WAIT_FOR_ORDERS_SECONDS} * interval '1 second'
      OR NOT EXISTS (SELECT FROM settle_orders o WHERE o.shard = r.shard AND o.taken = 0)
    ) AS ready
    FROM rebuilds r WHERE shard = ${shard} AND id = ${rebuildId}`;
  return row?.ready ?? false;
}
