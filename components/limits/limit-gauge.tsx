'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import { limitName } from '@/components/format/limit';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { Gauge } from '@/components/ui/gauge';
import type { LimitView } from '@/lib/plans/schema';
import { Countdown } from './countdown';
import { gaugeOf } from './gauge-model';

interface LimitGaugeProps {
  limit: LimitView;
  /** ISO code of the catalog's currency. */
  currency: string;
  /** Store time at which the counters were read. */
  at: string;
  /** Whether the page speaks of a workspace or of one key. */
  of?: 'workspace' | 'key';
  className?: string;
}

/** Whose use a counter adds up, as the reader of each page sees it. */
const SCOPE: Record<'workspace' | 'key', Record<string, string>> = {
  workspace: { workspace: 'Whole workspace', user: 'You, all keys', key: 'Your browser session' },
  key: { workspace: 'Whole workspace', user: 'All keys of its owner', key: 'This key' },
};

/** One limit in full: its name, how much is left in words, the bar, and when it resets. */
export function LimitGauge({ limit, currency, at, of = 'workspace', className }: LimitGaugeProps) {
  const model = gaugeOf(limit, currency);
  const name = limitName(limit);
  const bar = model.state !== 'unlimited' && model.state !== 'not_in_plan';
  const tone = model.state === 'near' || model.state === 'out' ? model.state : 'ok';
  const scope = SCOPE[of][limit.scope] ?? limit.scope;
  return (
    <div className={cn('flex min-w-0 flex-col gap-2', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="truncate font-medium text-sm">{name}</h3>
        <span className="shrink-0 text-muted-foreground text-xs">
          {limit.set_by === 'workspace' ? `${scope}, custom` : scope}
        </span>
      </div>
      {bar ? (
        <Gauge used={model.used} reserved={model.reserved} tone={tone} label={`${name}: ${model.words}`} />
      ) : (
        <div className="h-1.5 rounded-full border border-border border-dashed" />
      )}
      <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-3 text-xs">
        <span className="text-foreground tabular-nums" title={model.exact}>
          {model.words}
        </span>
        <span className="flex items-center gap-2 text-muted-foreground">
          {model.flag ? (
            <Badge tone={model.state === 'near' ? 'warning' : 'danger'}>
              {model.state === 'near' ? <TriangleAlert aria-hidden /> : <CircleAlert aria-hidden />}
              {model.flag}
            </Badge>
          ) : null}
          {bar && limit.reset_at && limit.used + limit.reserved > 0 ? (
            <Countdown resetAt={limit.reset_at} at={at} verb={resetVerb(limit.window)} />
          ) : null}
        </span>
      </div>
    </div>
  );
}

/** A rolling window frees bit by bit; a calendar one starts again. */
const resetVerb = (window: string) => (window.startsWith('rolling') ? 'frees up' : 'resets');
