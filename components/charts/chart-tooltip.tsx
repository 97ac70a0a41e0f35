import type { TooltipModel } from './prepare-tooltip';
import { Swatch } from './swatch';

/** What one interval holds, all series with their total. */
export function ChartTooltip({ tooltip }: { tooltip: TooltipModel }) {
  return (
    <div className="max-w-72 min-w-44 rounded-lg bg-popover p-3 text-xs shadow-popover">
      <p className="font-medium text-foreground">{tooltip.title}</p>
      {tooltip.note && <p className="text-muted-foreground">{tooltip.note}</p>}
      {tooltip.rows.length > 0 && (
        <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
          {tooltip.rows.map((row) => (
            <div key={row.id} className="contents">
              <dt className="flex min-w-0 items-center gap-2 text-muted-foreground">
                <Swatch colour={row.colour} />
                <span className="truncate">{row.name}</span>
              </dt>
              <dd className="text-right text-foreground tabular-nums">{row.value}</dd>
            </div>
          ))}
          {tooltip.total && (
            <div className="col-span-2 flex justify-between gap-4 border-t pt-1 font-medium">
              <dt>Total</dt>
              <dd className="tabular-nums">{tooltip.total}</dd>
            </div>
          )}
        </dl>
      )}
      {tooltip.previous && (
        <p className="mt-2 flex justify-between gap-4 border-t pt-1 text-muted-foreground">
          <span>Period before</span>
          <span className="tabular-nums">{tooltip.previous}</span>
        </p>
      )}
    </div>
  );
}
