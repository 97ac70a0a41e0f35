import * as z from 'zod';

export const INTERVALS = ['minute', 'hour', 'day'] as const;
export const GROUPS = ['key', 'model', 'resource', 'member', 'outcome'] as const;

/** `GET /api/manage/workspaces/{id}/usage`; [from, to) widens to whole quarter-hours (minutes with interval=minute). */
export const usageQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  interval: z.enum(INTERVALS).default('hour'),
  tz: z.string().max(60).default('UTC'),
  group_by: z.enum(GROUPS).optional(),
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
