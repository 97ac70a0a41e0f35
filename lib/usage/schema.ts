import * as z from 'zod';

export const INTERVALS = ['minute', 'hour', 'day'] as const;
export const GROUPS = ['key', 'model', 'resource', 'member', 'outcome', 'limit'] as const;

/** Which calls are meant; absent: all. */
const filters = {
  /** The key's id, or `session`. */
  key: z.union([z.uuid(), z.literal('session')]).optional(),
  member: z.uuid().optional(),
  model: z.string().max(200).optional(),
  resource: z.string().max(40).optional(),
  /** `refused`: refusals alone. */
  outcome: z.string().max(40).optional(),
  /** Refusals by this limit (its id, as group_by=limit tells it) alone. */
  limit: z.string().max(200).optional(),
};

/** `GET /api/manage/workspaces/{id}/usage`; [from, to) widens to whole quarter-hours (minutes with interval=minute). */
export const usageQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  interval: z.enum(INTERVALS).default('hour'),
  tz: z.string().max(60).default('UTC'),
  group_by: z.enum(GROUPS).optional(),
  ...filters,
  /** Adds the period before: as many intervals, cut at the same place. */
  compare: z.literal('previous').optional(),
});
export type UsageQuery = z.infer<typeof usageQuery>;

export interface UsageAmounts {
  /** Admitted requests, sessions included. */
  requests: number;
  tokens_in: number;
  tokens_out: number;
  cost_micros: number;
  denied: number;
}

export interface UsageRow extends UsageAmounts {
  /** ISO start of the interval in UTC. */
  start: string;
  /** The group's id (`session` for sessions); '' when not grouped. */
  group: string;
}

export interface UsageView {
  data: UsageRow[];
  totals: UsageAmounts;
  /** With `compare=previous`: the period before, not grouped; its nth interval stands before the range's nth. */
  previous?: { data: UsageRow[]; totals: UsageAmounts; from: string; to: string };
  /** Names for the ids in `group`. */
  groups: Record<string, string>;
  /** Names for the ids that were filtered by, by filter. */
  filters: Record<string, string>;
  from: string;
  to: string;
}

/** `GET /api/manage/workspaces/{id}/usage/latency`: the same question about time. */
export const latencyQuery = usageQuery.omit({ compare: true, limit: true }).extend({
  group_by: z.enum(['key', 'model', 'resource', 'member', 'outcome']).optional(),
});
export type LatencyQuery = z.infer<typeof latencyQuery>;

/** Within how long a share of the answers came, in ms; null where nothing was measured. */
export interface Percentiles {
  /** How many were measured. */
  count: number;
  p50_ms: number | null;
  p95_ms: number | null;
  p99_ms: number | null;
}

export interface LatencyAmounts {
  /** From the decision to the end of the answer. */
  answer: Percentiles;
  /** From the decision to the first byte, where it was measured. */
  first_byte: Percentiles;
}

export interface LatencyView {
  /** One row for each interval with answers, all groups together. */
  data: (LatencyAmounts & { /** ISO start of the interval in UTC. */ start: string })[];
  totals: LatencyAmounts;
  /** One row for each group over the whole range, the busiest first; one row '' when not grouped. */
  by_group: (LatencyAmounts & { group: string })[];
  /** Names for the ids in `group`. */
  groups: Record<string, string>;
  from: string;
  to: string;
}

/** `GET /api/manage/workspaces/{id}/overview`: days are those of the catalog's zone. */
export interface OverviewView {
  /** Since local midnight. */
  today: UsageAmounts;
  /** The whole day before. */
  yesterday: UsageAmounts;
  /** The day before up to the same time of day (to the quarter-hour): what today compares with. */
  yesterday_so_far: UsageAmounts;
  /** ISO minute of the workspace's first admitted request; null before it. */
  first_request_at: string | null;
  tz: string;
  currency: string;
}
