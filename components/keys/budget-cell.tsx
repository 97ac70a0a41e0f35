import { formatMoney } from '@/components/format/limit';
import { gaugeOf } from '@/components/limits/gauge-model';
import { Gauge } from '@/components/ui/gauge';
import type { KeyView } from '@/lib/keys/schema';

/** How much of a key's budget is used, as a small gauge with its words. */
export function BudgetCell({ budget, currency }: { budget: KeyView['budget']; currency: string }) {
  if (!budget) return <span className="text-muted-foreground">No budget</span>;
  const { used_micros: used, limit_micros: limit } = budget;
  const counted = { metric: 'cost', limit, used, reserved: 0, remaining: Math.max(0, limit - used) };
  const model = gaugeOf(counted, currency);
  const tone = model.state === 'near' || model.state === 'out' ? model.state : 'ok';
  return (
    <div className="flex w-40 flex-col gap-1" title={model.words}>
      <span className="whitespace-nowrap text-xs tabular-nums">
        {formatMoney(used, currency)}
        <span className="text-muted-foreground">
          {' '}
          of {formatMoney(limit, currency)} {budget.period === 'month' ? 'a month' : 'in all'}
        </span>
      </span>
      <Gauge used={model.used} tone={tone} label={`Budget: ${model.words}`} className="h-1" />
    </div>
  );
}
