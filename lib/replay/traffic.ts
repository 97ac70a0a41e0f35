import { db } from '../db/client';
import { shardOf } from '../redis/keys';
import type { LedgerEvent } from '../usage/ledger-event';
import { onTheirWay } from '../usage/pending';

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/** A request that ran, as far as limits are concerned. */
export interface PastRequest {
  id: string;
  admittedAtMs: number;
  settledAtMs: number;
  /** null: a browser session */
  keyId: string | null;
  userId: string;
  resource: string;
  requests: number;
  tokens: number;
  cost: number;
  messages: number;
  descriptions: number;
}

/** [fromMs, toMs); `fromMs` is the edge of a quarter-hour, up to which rollups tell what was used before. */
export interface Span {
  fromMs: number;
  toMs: number;
  /** Whether it is the whole day that was asked for. */
  whole: boolean;
}

/** The last 24 hours of these workspaces, or as much of their end as has at most this many requests. */
export async function spanOf(workspaceIds: readonly string[], nowMs: number, most: number): Promise<Span> {
  const dayAgoMs = Math.floor((nowMs - DAY_MS) / QUARTER_MS) * QUARTER_MS;
  const quarters = await db().$queryRaw<{ start_at: Date; requests: bigint }[]>`
    SELECT start_at, sum(requests)::bigint AS requests FROM rollups_quarter
    WHERE workspace_id = ANY(${[...workspaceIds]}::uuid[]) AND start_at >= ${new Date(dayAgoMs)}
    GROUP BY start_at ORDER BY start_at DESC`;
  let sum = 0;
  for (const { start_at, requests } of quarters) {
    sum += Number(requests);
    if (sum > most) return { fromMs: start_at.getTime() + QUARTER_MS, toMs: nowMs, whole: false };
  }
  return { fromMs: dayAgoMs, toMs: nowMs, whole: true };
}

interface LedgerRow {
  id: string;
  admitted_at: Date;
  settled_at: Date;
  key_id: string | null;
  user_id: string;
  resource: string;
  requests: bigint;
  tokens_metered: bigint;
  cost_micros: bigint;
  messages: bigint;
  descriptions: bigint;
}

/** A workspace's requests in a span by instant of admission, those still on their way to the ledger included. */
export async function pastRequests(workspaceId: string, span: Span): Promise<PastRequest[]> {
  // The stream before the ledger: whatever is trimmed in between is in the ledger by then.
  const { events } = await onTheirWay(shardOf(workspaceId));
  const rows = await db().$queryRaw<LedgerRow[]>`
    SELECT id, admitted_at, settled_at, key_id, user_id, resource, requests, tokens_metered, cost_micros,
      messages, descriptions
    FROM usage_events
    WHERE workspace_id = ${workspaceId}::uuid AND admitted_at >= ${new Date(span.fromMs)}
      AND admitted_at < ${new Date(span.toMs)} AND outcome <> 'void'`;
  const found = new Map<string, PastRequest>();
  for (const { event } of events) {
    const inSpan = event.admittedAtMs >= span.fromMs && event.admittedAtMs < span.toMs;
    if (event.workspaceId === workspaceId && inSpan && event.outcome !== 'void') {
      found.set(event.id, fromEvent(event));
    }
  }
  for (const row of rows) found.set(row.id, fromRow(row));
  return [...found.values()].sort((a, b) => a.admittedAtMs - b.admittedAtMs || (a.id < b.id ? -1 : 1));
}

const fromRow = (row: LedgerRow): PastRequest => ({
  id: row.id,
  admittedAtMs: row.admitted_at.getTime(),
  settledAtMs: Math.max(row.settled_at.getTime(), row.admitted_at.getTime()),
  keyId: row.key_id,
  userId: row.user_id,
  resource: row.resource,
  requests: Number(row.requests),
  tokens: Number(row.tokens_metered),
  cost: Number(row.cost_micros),
  messages: Number(row.messages),
  descriptions: Number(row.descriptions),
});

const fromEvent = (event: LedgerEvent): PastRequest => ({
  id: event.id,
  admittedAtMs: event.admittedAtMs,
  settledAtMs: Math.max(event.settledAtMs, event.admittedAtMs),
  keyId: event.keyId,
  userId: event.userId,
  resource: event.resource,
  requests: event.requests,
  tokens: event.tokensMetered,
  cost: event.costMicros,
  messages: event.messages,
  descriptions: event.descriptions,
});

/** How many requests of these workspaces were refused in a span, by whatever limits stood then. */
export async function refusedThen(workspaceIds: readonly string[], span: Span): Promise<number> {
  const [row] = await db().$queryRaw<{ denied: bigint }[]>`
    SELECT coalesce(sum(denied), 0)::bigint AS denied FROM denials_minute
    WHERE workspace_id = ANY(${[...workspaceIds]}::uuid[])
      AND start_at >= ${new Date(span.fromMs)} AND start_at < ${new Date(span.toMs)}`;
  return Number(row?.denied ?? 0);
}
