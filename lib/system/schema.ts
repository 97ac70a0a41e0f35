import * as z from 'zod';

/** What the system page asks and shows. */

export const driftQuery = z.strictObject({
  /** One workspace alone. */
  workspace: z.uuid().optional(),
  /** Part of a workspace's name. */
  q: z.string().trim().max(200).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const deadLettersQuery = z.strictObject({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A counter that is not what ledger and open requests say. */
export interface DriftView {
  /** The limit's id: scope and counter. */
  limit: string;
  metric: string;
  resource: string | null;
  scope: 'key' | 'user' | 'workspace';
  window: string;
  /** A key, a member (of a member's browser sessions: `session`) or the workspace. */
  subject: { kind: 'key' | 'session' | 'user' | 'workspace'; id: string; name: string };
  /** As the store counts. */
  counted: { used: number; reserved: number };
  /** As the ledger and the open requests say; a rolling window may stand anywhere up to `used_at_most`. */
  expected: { used: number; used_at_most: number; reserved: number };
  /** How much too much is counted; negative: too little. */
  drift: number;
}

/** `rebuilding`: the store's memory was lost. `busy`: it would not stand still. Both: look again in a few seconds. */
export type DriftState = 'compared' | 'rebuilding' | 'busy';

export interface WorkspaceDriftView {
  workspace: { id: string; name: string; catalog: string };
  state: DriftState;
  /** Store time of the comparison. */
  at: string | null;
  /** How many counters the store has of the workspace. */
  counters: number;
  drifted: DriftView[];
}

export interface RepairView {
  repaired: DriftView[];
  after: WorkspaceDriftView;
}

export interface DeadLetterView {
  id: string;
  at: string;
  /** `event`: the ledger could not read it. `order`: a settle that never reached the ledger. */
  kind: 'event' | 'order';
  shard: number;
  stream_id: string;
  error: string;
  /** As it was found, at most 64 KB. */
  payload: string;
}

export interface Percentiles {
  /** Decisions of the last minutes that this is about. */
  count: number;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
}

export interface InstanceView {
  id: string;
  started_at: string;
  seen_at: string;
  /** Seen within 15 s. */
  alive: boolean;
  /** This one answered. */
  self: boolean;
  decisions: Percentiles;
  running: number | null;
  memory_bytes: number | null;
}

export interface StoreView {
  state: 'ok' | 'unreachable';
  driver: 'tcp' | 'rest';
  version: string | null;
  /** A round trip, as measured now. */
  latency_ms: number | null;
  up_seconds: number | null;
  memory_bytes: number | null;
  /** 0: no limit is set. */
  memory_limit_bytes: number | null;
  policy: string | null;
  /** Whether acknowledged writes survive a restart. */
  persistence: 'aof' | 'rdb' | 'none' | null;
  connections: number | null;
  commands_per_second: number | null;
  shards: number;
  /** Shards whose counters may be used; the others are being rebuilt. */
  epochs: number | null;
  /** Instances that announced themselves in the store. */
  announced: number | null;
}

export interface DatabaseView {
  state: 'ok' | 'unreachable' | 'migrations missing';
  version: string | null;
  latency_ms: number | null;
  size_bytes: number | null;
  connections: number | null;
  connections_limit: number | null;
  newest_migration: string | null;
  expected_migration: string;
  /** The largest tables, months of the ledger together. */
  tables: { name: string; bytes: number; rows: number }[];
}

export interface ConsumerView {
  /** Whether some instance reads for the ledger. */
  active: boolean | null;
  waiting: number | null;
  oldest_ms: number | null;
  /** Requests a second that were admitted in the last five whole minutes and are in the ledger. */
  per_second: number | null;
  dead_letters: number | null;
  /** Settles that wait to be replayed. */
  orders: number | null;
}

export interface SystemView {
  at: string;
  store: StoreView;
  database: DatabaseView;
  consumer: ConsumerView;
  /** Of all living instances, in the last five minutes. */
  decisions: Percentiles & { sources: { source: string; count: number }[] };
  instances: InstanceView[];
}

/** `POST /api/manage/keys/{id}/reset` */
export const resetKeyInput = z.strictObject({
  /** Why, for the audit log. */
  note: z.string().trim().max(500).optional(),
});

/** What no longer counts. */
export interface ResetKeyView {
  key_id: string;
  at: string;
  /** Each counter of the key that is empty now but for what runs, with what it counted; cost in micro-units. */
  counters: { limit: string; metric: string; resource: string | null; window: string; forgiven: number }[];
}
