import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { shardOf } from '../redis/keys';

/**
 * Reservations that another service holds (lib/services): no process of ours runs them, so what it takes to
 * settle them, or to put them back into a store that lost its memory, is kept here. What is in one is the
 * limits engine's business.
 */

export interface Verification {
  id: string;
  workspaceId: string;
  admittedAtMs: number;
  leaseEndsAtMs: number;
  /** The reservation as JSON text. */
  held: string;
}

/** A late settle still corrects what was charged for so long; its reservation's tombstone lives longer. */
const KEPT = '1 hour';
/** With each one written so many old ones go. */
const PRUNED = 20;
/** Since its lease ended. Reaping takes a second, and the ledger one more; an outage of either may take longer. */
const OVERDUE = { least: '1 minute', most: '30 minutes', atOnce: 200 };

/** @throws where the database does not answer */
export async function writeVerification(given: Verification): Promise<void> {
  const { id, workspaceId, admittedAtMs, leaseEndsAtMs, held } = given;
  await db().$executeRaw`
    WITH pruned AS (
      DELETE FROM verifications WHERE id IN (
        SELECT id FROM verifications WHERE lease_ends_at < now() - ${KEPT}::interval
        ORDER BY lease_ends_at LIMIT ${PRUNED} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO verifications (id, workspace_id, shard, admitted_at, lease_ends_at, held)
    VALUES (${id}::uuid, ${workspaceId}::uuid, ${shardOf(workspaceId)}, ${new Date(admittedAtMs).toISOString()}::timestamptz,
      ${new Date(leaseEndsAtMs).toISOString()}::timestamptz, ${held})`;
}

/** A reservation and whose it is; null for an unknown one, and for one that may no longer be settled. */
export async function findVerification(id: string): Promise<{ workspaceId: string; held: string } | null> {
  const [row] = await db().$queryRaw<{ workspace_id: string; held: string }[]>`
    SELECT workspace_id, held FROM verifications
    WHERE id = ${id}::uuid AND lease_ends_at > now() - ${KEPT}::interval`;
  return row ? { workspaceId: row.workspace_id, held: row.held } : null;
}

export interface Settling {
  /** The settle that counts: the first one. */
  settled: string;
  /** How long ago that was. */
  ageMs: number;
}

/** Takes down how a reservation is settled, once: of two settles the first one counts, and both get it. */
export async function takeSettle(id: string, settled: string): Promise<Settling | null> {
  const [row] = await db().$queryRaw<{ settled: string; age_ms: number }[]>`
    UPDATE verifications
    SET settled = coalesce(settled, ${settled}), settled_at = coalesce(settled_at, now())
    WHERE id = ${id}::uuid AND lease_ends_at > now() - ${KEPT}::interval
    RETURNING settled, (extract(epoch FROM now() - settled_at) * 1000)::float8 AS age_ms`;
  return row ? { settled: row.settled, ageMs: row.age_ms } : null;
}

/**
 * Of a shard, those that nobody ended. Also where the lease is over by now: whoever put it back reaps it, or it
 * would never be charged.
 */
export const openVerifications = <T>(shard: number): Promise<T[]> =>
  endedByNobody(Prisma.sql`shard = ${shard} AND lease_ends_at > now() - ${KEPT}::interval`);

/** Of all shards, those whose lease ended a while ago, and which nobody ended either: whoever reaps would have by now. */
export const overdueVerifications = <T>(): Promise<T[]> =>
  endedByNobody(Prisma.sql`
    lease_ends_at BETWEEN now() - ${OVERDUE.most}::interval AND now() - ${OVERDUE.least}::interval
    ORDER BY lease_ends_at LIMIT ${OVERDUE.atOnce}`);

/** Neither settled nor, as far as the ledger knows, reaped. @param which ends the statement */
async function endedByNobody<T>(which: Prisma.Sql): Promise<T[]> {
  const rows = await db().$queryRaw<{ held: string }[]>`
    SELECT held FROM verifications v
    WHERE settled_at IS NULL
      AND NOT EXISTS (SELECT FROM usage_events e WHERE e.id = v.id AND e.admitted_at = v.admitted_at)
      AND ${which}`;
  return rows.map((row) => JSON.parse(row.held) as T);
}
