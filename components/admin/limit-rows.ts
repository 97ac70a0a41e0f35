import type { LimitInput, PlanView } from '@/lib/plans/schema';
import { capacityWords, idOf } from './compare-plans';

/** One line of the limits of a workspace: what its plan says, and what is in force. */
export interface LimitRow {
  id: string;
  limit: Pick<LimitInput, 'metric' | 'resource' | 'scope' | 'window'>;
  /** null: the plan has no such limit. */
  plan: string | null;
  inForce: string;
  /** The custom limit that replaces the plan's; null: the plan's own is in force. */
  override: LimitInput | null;
  /** A custom plan cannot do without its numbers: they are changed, not removed. */
  removable: boolean;
}

/** The plan's limits in their order, custom ones in their place, custom ones of their own at the end. */
export function limitRows(plan: PlanView, overrides: readonly LimitInput[], currency: string): LimitRow[] {
  const left = new Map(overrides.map((override) => [idOf(override), override]));
  const words = (capacity: number | null, metric: string) => capacityWords(capacity, metric, currency);
  const planned = plan.limits.map((limit): LimitRow => {
    const id = idOf(limit);
    const override = left.get(id) ?? null;
    left.delete(id);
    const planWords = limit.custom ? 'per workspace' : words(limit.limit, limit.metric);
    return {
      id,
      limit: {
        metric: limit.metric as LimitInput['metric'],
        resource: limit.resource ?? '',
        scope: limit.scope as LimitInput['scope'],
        window: limit.window,
      },
      plan: planWords,
      inForce: override ? words(override.capacity, limit.metric) : planWords,
      override,
      removable: override !== null && !limit.custom,
    };
  });
  const own = [...left].map(([id, override]): LimitRow => {
    const inForce = words(override.capacity, override.metric);
    return { id, limit: override, plan: null, inForce, override, removable: true };
  });
  return [...planned, ...own];
}

/** All custom limits with one put in, in place of the same limit or at the end. */
export function withOverride(overrides: readonly LimitInput[], limit: LimitInput): LimitInput[] {
  const id = idOf(limit);
  const at = overrides.findIndex((override) => idOf(override) === id);
  return at === -1 ? [...overrides, limit] : overrides.map((override, i) => (i === at ? limit : override));
}

export const withoutOverride = (overrides: readonly LimitInput[], id: string): LimitInput[] =>
  overrides.filter((override) => idOf(override) !== id);
