import { amountOf, type Measure } from '@/lib/usage/chart-model';
import type { UsageAmounts, UsageView } from '@/lib/usage/schema';

/** What one group used over the whole range. */
export interface BreakdownRow extends UsageAmounts {
  id: string;
  name: string;
  /** Of the measure shown, 0 to 1. */
  share: number;
}

/** One row per group, all of them, the largest of the measure first. */
export function prepareBreakdown(view: UsageView, measure: Measure): BreakdownRow[] {
  const rows = new Map<string, BreakdownRow>();
  for (const row of view.data) {
    const sum = rows.get(row.group) ?? {
      id: row.group,
      name: view.groups[row.group] ?? row.group,
      share: 0,
      requests: 0,
      tokens_in: 0,
      tokens_out: 0,
      cost_micros: 0,
      denied: 0,
    };
    sum.requests += row.requests;
    sum.tokens_in += row.tokens_in;
    sum.tokens_out += row.tokens_out;
    sum.cost_micros += row.cost_micros;
    sum.denied += row.denied;
    rows.set(row.group, sum);
  }
  const whole = amountOf(view.totals, measure);
  for (const row of rows.values()) row.share = whole > 0 ? amountOf(row, measure) / whole : 0;
  return [...rows.values()].sort(
    (a, b) => amountOf(b, measure) - amountOf(a, measure) || a.name.localeCompare(b.name),
  );
}

/** The same answer for one group alone: what a key's page shows. Totals are that group's. */
export function pickGroup(view: UsageView, group: string): UsageView {
  const [row] = prepareBreakdown({ ...view, data: view.data.filter((r) => r.group === group) }, 'requests');
  const { requests = 0, tokens_in = 0, tokens_out = 0, cost_micros = 0, denied = 0 } = row ?? {};
  return {
    ...view,
    data: view.data.filter((r) => r.group === group),
    totals: { requests, tokens_in, tokens_out, cost_micros, denied },
  };
}
