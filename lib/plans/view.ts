import { formatWindow, type Limit } from './limit';
import type { LimitView } from './schema';

/** A limit with its counter, as a decision or a look left it. */
interface State {
  id: string;
  limit: Limit;
  used: number;
  reserved: number;
  remaining: number | null;
  resetAtMs: number | null;
}

/** A limit as `GET /v1/quota` and the dashboard's gauges tell it. */
export const limitView = ({ id, limit, used, reserved, remaining, resetAtMs }: State): LimitView => ({
  id,
  metric: limit.metric,
  resource: limit.resource || null,
  scope: limit.scope,
  window: formatWindow(limit.window),
  limit: limit.capacity,
  used,
  reserved,
  remaining,
  reset_at: resetAtMs === null ? null : new Date(resetAtMs).toISOString(),
  set_by: limit.setBy,
});
