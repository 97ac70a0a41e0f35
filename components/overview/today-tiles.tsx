import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { formatMoney } from '@/components/format/limit';
import { formatExact, formatShort } from '@/components/format/number';
import { Skeleton } from '@/components/ui/skeleton';
import type { OverviewView, UsageAmounts } from '@/lib/usage/schema';
import { changeSince } from './compare';

interface Figure {
  label: string;
  of: (amounts: UsageAmounts) => number;
  short: (value: number, currency: string) => string;
  exact: (value: number, currency: string) => string;
}

const FIGURES: readonly Figure[] = [
  { label: 'Requests', of: (a) => a.requests, short: formatShort, exact: formatExact },
  { label: 'Tokens', of: (a) => a.tokens_in + a.tokens_out, short: formatShort, exact: formatExact },
  {
    label: 'Spend',
    of: (a) => a.cost_micros,
    short: (value, currency) => formatMoney(value, currency),
    exact: (value, currency) => formatMoney(value, currency, 'exact'),
  },
  { label: 'Refusals', of: (a) => a.denied, short: formatShort, exact: formatExact },
];

const ARROW = { up: ArrowUp, down: ArrowDown, same: Minus };
const SPOKEN = { up: 'up', down: 'down', same: '' };

/** Today in four figures, each beside yesterday up to the same time of day. */
export function TodayTiles({ overview }: { overview: OverviewView }) {
  const { today, yesterday, yesterday_so_far: soFar, currency, tz } = overview;
  return (
    <section aria-label="Today">
      <dl className="grid grid-cols-2 overflow-hidden rounded-lg border bg-border gap-px lg:grid-cols-4">
        {FIGURES.map(({ label, of, short, exact }) => {
          const change = changeSince(of(today), of(soFar));
          const Arrow = ARROW[change.direction];
          return (
            <div key={label} className="flex min-w-0 flex-col gap-1 bg-card px-4 py-3.5">
              <dt className="text-muted-foreground text-sm">{label} today</dt>
              <dd
                className="truncate font-semibold text-2xl tabular-nums tracking-[-0.02em]"
                title={exact(of(today), currency)}
              >
                {short(of(today), currency)}
              </dd>
              <dd
                className="flex items-center gap-1 text-muted-foreground text-xs tabular-nums"
                title={`Yesterday by this time ${exact(of(soFar), currency)}, the whole day ${exact(of(yesterday), currency)} (days in ${tz})`}
              >
                <Arrow className="size-3 shrink-0" aria-hidden />
                <span className="truncate">
                  {change.share ? (
                    <>
                      <span className="sr-only">{SPOKEN[change.direction]} </span>
                      {change.share} vs {short(of(soFar), currency)}
                      <span className="max-sm:hidden"> yesterday by now</span>
                    </>
                  ) : change.direction === 'up' ? (
                    'None yesterday by now'
                  ) : (
                    'As yesterday by now'
                  )}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

export function TodayTilesSkeleton() {
  return (
    <div
      aria-busy
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border lg:grid-cols-4"
    >
      <span className="sr-only">Loading today’s figures</span>
      {FIGURES.map(({ label }) => (
        <div key={label} className="flex flex-col gap-2 bg-card px-4 py-4">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-8 w-20" />
          <Skeleton className="h-3 w-28" />
        </div>
      ))}
    </div>
  );
}
