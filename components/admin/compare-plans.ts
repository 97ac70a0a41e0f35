import { formatAmount, limitName } from '@/components/format/limit';
import { limitId, parseWindow, type Scope } from '@/lib/plans/limit';
import type { LimitInput, PlanLimitView, PlanView } from '@/lib/plans/schema';

type Capacity = number | null;

/** One limit on the plan of today and on another. */
export interface PlanChange {
  id: string;
  name: string;
  scope: string;
  before: string;
  after: string;
  /** `none`: the same number; null: nobody can tell, the number is custom. */
  direction: 'more' | 'less' | 'none' | null;
  /** A custom limit of the workspace is in force instead of either plan's. */
  overridden: boolean;
}

interface Counted {
  metric: string;
  resource: string | null;
  scope: string;
  window: string;
}

/** The id the server gives a limit, so that plans, overrides and gauges can be matched. */
export const idOf = ({ metric, resource, scope, window }: Counted): string =>
  limitId({
    metric: metric as LimitInput['metric'],
    resource: resource ?? '',
    scope: scope as Scope,
    window: parseWindow(window),
  });

/** A capacity in words: "1,000", "$12.50", "unlimited", "not included". */
export function capacityWords(capacity: Capacity | undefined, metric: string, currency: string): string {
  if (capacity === undefined) return 'no limit';
  if (capacity === null) return 'unlimited';
  return capacity === 0 ? 'not included' : formatAmount(metric, capacity, currency);
}

/** What moving from one plan to another changes, limit by limit, in the order of the target plan. */
export function comparePlans(
  from: PlanView,
  to: PlanView,
  overrides: readonly LimitInput[],
  currency: string,
): PlanChange[] {
  const before = new Map(from.limits.map((limit) => [idOf(limit), limit]));
  const after = new Map(to.limits.map((limit) => [idOf(limit), limit]));
  const custom = new Set(overrides.map((override) => idOf(override)));
  const ids = [...new Set([...after.keys(), ...before.keys()])];
  return ids.flatMap((id) => {
    const [a, b] = [before.get(id), after.get(id)];
    const limit = b ?? a;
    if (!limit) return [];
    const overridden = custom.has(id);
    return [
      {
        id,
        name: limitName(limit),
        scope: limit.scope,
        before: capacityWords(a?.limit, limit.metric, currency),
        after: b?.custom ? 'set above' : capacityWords(b?.limit, limit.metric, currency),
        direction: overridden || b?.custom ? null : directionOf(a, b),
        overridden,
      },
    ];
  });
}

/** No limit and unlimited are both "as much as you like". */
function directionOf(a: PlanLimitView | undefined, b: PlanLimitView | undefined): PlanChange['direction'] {
  const [before, after] = [a, b].map((limit) => limit?.limit ?? Number.POSITIVE_INFINITY);
  if (before === after || before === undefined || after === undefined) return 'none';
  return after > before ? 'more' : 'less';
}

/** The numbers a custom plan needs before it can be assigned: those no override gives. */
export function missingNumbers(plan: PlanView, overrides: readonly LimitInput[]): PlanLimitView[] {
  const given = new Set(overrides.map((override) => idOf(override)));
  return plan.limits.filter((limit) => limit.custom && !given.has(idOf(limit)));
}
