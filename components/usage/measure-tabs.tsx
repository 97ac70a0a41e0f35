'use client';

import { Tabs as TabsPrimitive } from '@base-ui/react/tabs';
import { fullFigure, shortFigure } from '@/components/charts/figures';
import { Skeleton } from '@/components/ui/skeleton';
import type { UsageAmounts } from '@/lib/usage/schema';
import { amountOf, MEASURES } from '@/lib/usage/series';
import { MEASURE_LABELS, unitOf } from './measures';

/** The totals of the range; each opens its chart. Stands inside a Tabs root whose values are the measures. */
export function MeasureTabs({ totals, currency }: { totals: UsageAmounts | null; currency: string }) {
  return (
    <TabsPrimitive.List
      aria-label="Measure"
      className="grid grid-cols-2 overflow-hidden rounded-t-lg border-b border-border sm:grid-cols-4"
    >
      {MEASURES.map((measure) => {
        const unit = unitOf(measure, currency);
        const total = totals === null ? null : amountOf(totals, measure);
        return (
          <TabsPrimitive.Tab
            key={measure}
            value={measure}
            className="relative flex flex-col items-start gap-0.5 border-border px-4 py-3 text-left -outline-offset-2 transition-colors not-last:border-r hover:bg-muted max-sm:nth-2:border-r-0 max-sm:nth-[-n+2]:border-b data-active:after:absolute data-active:after:inset-x-0 data-active:after:bottom-0 data-active:after:h-0.5 data-active:after:bg-foreground"
          >
            <span className="text-muted-foreground text-xs">{MEASURE_LABELS[measure]}</span>
            {total === null ? (
              <Skeleton className="my-1 h-5 w-20" />
            ) : (
              <span className="font-semibold text-lg tabular-nums" title={fullFigure(total, unit)}>
                {shortFigure(total, unit)}
              </span>
            )}
          </TabsPrimitive.Tab>
        );
      })}
    </TabsPrimitive.List>
  );
}
