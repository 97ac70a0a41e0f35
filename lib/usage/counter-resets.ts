import { db, type Tx } from '../db/client';
import { newId } from '../ids';

/** What administrators took out of keys' counters: the ledger keeps it, the counters count without it. */

export interface CounterReset {
  keyId: string;
  /** Metric, resource and window, as `counterName` (lib/plans) spells them. */
  counter: string;
  /** Of the period it was used in; 0 where the counter has none. */
  periodStartMs: number;
  /** Settled use of that period that no longer counts. A rolling counter counts nothing from before `atMs` instead. */
  forgiven: number;
  /** Store time. */
  atMs: number;
}

interface Row {
  key_id: string;
  counter: string;
  period_start: Date;
  forgiven: bigint;
  at: Date;
}

/** Of some keys, by period together: the sum of what was forgiven, and the newest reset. */
export async function resetsOf(
  keyIds: readonly string[],
  from: Pick<Tx, '$queryRaw'> = db(),
): Promise<CounterReset[]> {
  if (keyIds.length === 0) return [];
  const rows = await from.$queryRaw<Row[]>`
    SELECT key_id, counter, period_start, sum(forgiven)::bigint AS forgiven, max(at) AS at
    FROM counter_resets WHERE key_id = ANY(${[...keyIds]}::uuid[]) GROUP BY 1, 2, 3`;
  return rows.map((row) => ({
    keyId: row.key_id,
    counter: row.counter,
    periodStartMs: row.period_start.getTime(),
    forgiven: Number(row.forgiven),
    atMs: row.at.getTime(),
  }));
}

/** To be written in the transaction that tells of it. */
export async function writeResets(
  tx: Tx,
  workspaceId: string,
  resets: readonly CounterReset[],
): Promise<void> {
  await tx.counterReset.createMany({
    data: resets.map(({ keyId, counter, periodStartMs, forgiven, atMs }) => ({
      id: newId(),
      workspaceId,
      keyId,
      counter,
      periodStart: new Date(periodStartMs),
      forgiven: BigInt(forgiven),
      at: new Date(atMs),
    })),
  });
}
