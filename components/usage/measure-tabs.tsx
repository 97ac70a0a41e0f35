'use client';

import { Tabs as TabsPrimitive } from '@base-ui/react/tabs';
import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { fullFigure, shortFigure, type Unit } from '@/components/charts/figures';
import { changeSince } from '@/components/overview/compare';
import { Skeleton } from '@/components/ui/skeleton';
import { amountOf } from '@/lib/usage/chart-model';
import type { LatencyView, UsageAmounts } from '@/lib/usage/schema';
import { MEASURE_LABELS, PAGE_MEASURES, type PageMeasure, unitOf } from './measures';

interface MeasureTabsProps {
  totals: UsageAmounts | null;
  /** The period before; null where nothing is compared. */
  previous: UsageAmounts | null;
  latency: LatencyView | null;
  currency: string;
}

/** The totals of the range; each opens its chart. Stands inside a Tabs root whose values are the measures. */
export function MeasureTabs({ totals, previous, latency, currency }: MeasureTabsProps) {
  return (
    <TabsPrimitive.List
      aria-label="Measure"
      className="grid grid-cols-2 overflow-hidden rounded-t-lg border-b border-border sm:grid-cols-5"
    >
      {PAGE_MEASURES.map((measure) => (
        <TabsPrimitive.Tab
          key={measure}
          value={measure}
          className="relative flex min-w-0 flex-col items-start gap-0.5 border-border px-4 py-3 text-left -outline-offset-2 transition-colors hover:bg-muted max-sm:last:col-span-2 max-sm:odd:not-last:border-r max-sm:not-last:border-b sm:not-last:border-r data-active:after:absolute data-active:after:inset-x-0 data-active:after:bottom-0 data-active:after:h-0.5 data-active:after:bg-foreground"
        >
          <span className="text-muted-foreground text-xs">
            {MEASURE_LABELS[measure]}
            {measure === 'latency' && ' p95'}
          </span>
          <Total
            value={totalOf(measure, totals, latency)}
            loading={measure === 'latency' ? latency === null : totals === null}
            unit={unitOf(measure, currency)}
          />
          {measure !== 'latency' && totals && previous && (
            <Change
              now={amountOf(totals, measure)}
              before={amountOf(previous, measure)}
              unit={unitOf(measure, currency)}
            />
          )}
          {measure === 'latency' && latency && (
            <span className="truncate text-muted-foreground text-xs tabular-nums">
              {latency.totals.answer.p50_ms === null
                ? 'Nothing measured'
                : `half within ${shortFigure(latency.totals.answer.p50_ms, { kind: 'duration' })}`}
            </span>
          )}
        </TabsPrimitive.Tab>
      ))}
    </TabsPrimitive.List>
  );
}

function totalOf(measure: PageMeasure, totals: UsageAmounts | null, latency: LatencyView | null) {
  if (measure === 'latency') return latency?.totals.answer.p95_ms ?? null;
  return totals && amountOf(totals, measure);
}

function Total({ value, loading, unit }: { value: number | null; loading: boolean; unit: Unit }) {
  if (loading) return <Skeleton className="my-1 h-5 w-20" />;
  if (value === null) return <span className="font-semibold text-lg">–</span>;
  return (
    <span className="font-semibold text-lg tabular-nums" title={fullFigure(value, unit)}>
      {shortFigure(value, unit)}
    </span>
  );
}

const ARROWS = { up: ArrowUp, down: ArrowDown, same: Minus };

/** How the total stands to the period before: a direction and a share, no judgement by colour. */
function Change({ now, before, unit }: { now: number; before: number; unit: Unit }) {
  const { direction, share } = changeSince(now, before);
  const Arrow = ARROWS[direction];
  const words = share ?? (direction === 'up' ? 'none before' : 'as before');
  return (
    <span
      className="flex max-w-full items-center gap-1 text-muted-foreground text-xs tabular-nums"
      title={`The period before: ${fullFigure(before, unit)}`}
    >
      <Arrow className="size-3 shrink-0" aria-hidden />
      <span className="truncate">
        {share && <span className="sr-only">{direction} </span>}
        {words}
      </span>
    </span>
  );
}
