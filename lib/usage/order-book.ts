import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { shardOf } from '../redis/keys';

/** Settle orders in Postgres. What is in one is the limits engine's business (lib/limits/orders.ts). */

/** The part of an order that this module reads. */
interface Order {
  id: string;
  admittedAtMs: number;
  caller: { workspaceId: string };
}

/** A replay that failed is tried again after this long. */
const TAKE_MS = 3000;
/** After so many replays without its event in the ledger an order is a dead letter. */
const MOST_REPLAYS = 50;

/** Where orders are written: the database, or a transaction of it. */
type Writer = Pick<ReturnType<typeof db>, '$executeRaw'>;

/**
 * One order a reservation: a second one is dropped. @throws where the database does not answer
 * @param dueInMs when it is replayed first, where its settle is about to be tried
 */
export async function writeOrders(
  orders: readonly Order[],
  writer: Writer = db(),
  dueInMs = 0,
): Promise<void> {
  const ids = orders.map(({ id }) => id);
  const shards = orders.map(({ caller }) => shardOf(caller.workspaceId));
  const times = orders.map(({ admittedAtMs }) => new Date(admittedAtMs).toISOString());
  const bodies = orders.map((order) => JSON.stringify(order));
  // Prisma would fill in when it is due by our clock, which may be an hour off.
  await writer.$executeRaw`
    INSERT INTO settle_orders (id, shard, admitted_at, body, next_at)
    SELECT *, now() + ${dueInMs} * interval '1 millisecond'
    FROM unnest(${ids}::uuid[], ${shards}::int[], ${times}::timestamptz[], ${bodies}::text[])
    ON CONFLICT (id) DO NOTHING`;
}

/**
 * Closes orders whose event the ledger holds, and those it will never hold; answers others that are due, oldest
 * first. Side by side, no two processes get the same. The ledger is asked by id: where the store's answer was
 * lost, an order only guesses the instant of its admission, which serves to find the partition.
 */
export async function takeOrders<T extends Order>(count: number): Promise<T[]> {
  await db().$executeRaw`
    DELETE FROM settle_orders o USING usage_events e
    WHERE e.id = o.id AND e.rank = 2
      AND e.admitted_at BETWEEN o.admitted_at - interval '1 day' AND o.admitted_at + interval '1 day'`;
  await db().$executeRaw`
    WITH dead AS (DELETE FROM settle_orders WHERE taken > ${MOST_REPLAYS} RETURNING id, shard, body)
    INSERT INTO dead_letters (id, shard, stream_id, payload, error)
    SELECT id, shard, 'order ' || id, body, 'replayed again and again, and never seen in the ledger' FROM dead
    ON CONFLICT (shard, stream_id) DO NOTHING`;
  const rows = await db().$queryRaw<{ id: string; body: string; created_at: Date }[]>`
    UPDATE settle_orders SET next_at = now() + ${TAKE_MS} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM settle_orders WHERE next_at <= now() ORDER BY created_at, id LIMIT ${count}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, body, created_at`;
  rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1));
  return rows.map((row) => JSON.parse(row.body) as T);
}

/** These were replayed: their events should be in the ledger soon, else they are replayed again, ever more rarely. */
export async function ordersTaken(ids: readonly string[]): Promise<void> {
  await db().$executeRaw`
    UPDATE settle_orders
    SET taken = taken + 1, next_at = now() + least(30, power(2, taken + 1)) * interval '1 second'
    WHERE id = ANY(${ids}::uuid[])`;
}

/** The store took this settle, and this process sees to it that it is not lost: no replay is needed. */
export async function forgetOrder(id: string): Promise<void> {
  await db().$executeRaw`DELETE FROM settle_orders WHERE id = ${id}::uuid`;
}

/** Orders of these reservations that still wait. */
export async function ordersOf<T extends Order>(ids: readonly string[]): Promise<T[]> {
  if (ids.length === 0) return [];
  const rows = await db().$queryRaw<{ body: string }[]>(
    Prisma.sql`SELECT body FROM settle_orders WHERE id = ANY(${ids}::uuid[])`,
  );
  return rows.map((row) => JSON.parse(row.body) as T);
}
