import * as z from 'zod';
import type { Metric } from '../plans/limit';

export const holdsQuery = z.strictObject({
  workspace: z.uuid().optional(),
  /** A key's id, or `session` for what browsers run. */
  key: z.union([z.uuid(), z.literal('session')]).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A request that is running, and what it holds of its limits until it ends. */
export interface HoldView {
  /** The request's id, which its response carries as `X-Request-Id`. */
  id: string;
  workspace_id: string;
  /** null: a browser session */
  key_id: string | null;
  user_id: string;
  resource: string;
  model: string;
  streamed: boolean;
  admitted_at: string;
  /** Renewed every 10 s; past it, its process is dead and it is charged as last reported. */
  lease_ends_at: string;
  /** By metric; cost in micro-units. */
  held: Partial<Record<Metric, number>>;
  /** What would be charged if it ended now, as last reported; at first its input. */
  reported: Partial<Record<Metric, number>>;
}

/** A hold in a list, with what its ids are called; null where it is gone. */
export type ListedHoldView = HoldView & {
  workspace_name: string | null;
  /** In which its cost is. */
  currency: string | null;
  key_name: string | null;
  user_name: string | null;
};

/** A hold that was released, with what it was charged. */
export type ReleasedHoldView = HoldView & { charged: Partial<Record<Metric, number>> };
