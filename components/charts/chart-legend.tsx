import { shortFigure, type Unit } from './figures';
import type { BarSeries } from './prepare-bars';
import { Swatch } from './swatch';

/** The series in the order of the stack, with their totals. Nothing for a single series. */
export function ChartLegend({ series, unit }: { series: readonly BarSeries[]; unit: Unit }) {
  if (series.length < 2) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground" aria-label="Series">
      {series.map((s) => (
        <li key={s.id} className="flex min-w-0 max-w-full items-center gap-1.5">
          <Swatch colour={s.colour} />
          <span className="max-w-48 truncate">{s.name}</span>
          <span className="text-foreground tabular-nums">{shortFigure(s.total, unit)}</span>
        </li>
      ))}
    </ul>
  );
}
