import type { DenialReceipt } from '../db/generated/client';
import type { RequestOutcome, RequestRow } from './request-schema';

/** A row of the ledger as PostgreSQL tells it. */
export interface EventColumns {
  id: string;
  admitted_at: Date;
  settled_at: Date;
  key_id: string | null;
  user_id: string;
  resource: string;
  model: string;
  outcome: string;
  status: number;
  streamed: boolean;
  requests: bigint;
  tokens_in: bigint;
  tokens_out: bigint;
  tokens_metered: bigint;
  units: bigint;
  messages: bigint;
  descriptions: bigint;
  cost_micros: bigint;
  unbilled_micros: bigint;
  estimated: boolean;
  price_version: number;
  duration_ms: number;
  first_byte_ms: number | null;
}
export type DenialColumns = DenialReceipt;

/** A request as listed, before keys and members have names. */
export type UnnamedRow = Omit<RequestRow, 'key_name' | 'member_name'>;

/** An admitted request as listed, from its ledger row. */
export const eventRow = (row: EventColumns): UnnamedRow => ({
  id: row.id,
  at: row.admitted_at.toISOString(),
  outcome: row.outcome as RequestOutcome,
  // What the reaper wrote: nobody knows what the client was sent.
  status: row.outcome === 'unknown' ? null : row.status,
  key_id: row.key_id ?? 'session',
  member_id: row.user_id,
  resource: row.resource,
  model: row.model,
  streamed: row.streamed,
  tokens_in: Number(row.tokens_in),
  tokens_out: Number(row.tokens_out),
  cost_micros: Number(row.cost_micros),
  duration_ms: row.outcome === 'unknown' ? null : row.duration_ms,
  first_byte_ms: row.first_byte_ms,
  estimated: row.estimated,
  refused_by: null,
  code: null,
});

export const denialRow = (row: DenialColumns): UnnamedRow => ({
  id: row.id,
  at: row.at.toISOString(),
  outcome: 'refused',
  status: null,
  key_id: row.keyId,
  member_id: row.userId,
  resource: row.resource,
  model: row.model,
  streamed: false,
  tokens_in: 0,
  tokens_out: 0,
  cost_micros: 0,
  duration_ms: null,
  first_byte_ms: null,
  estimated: false,
  refused_by: row.limit,
  code: row.code,
});
