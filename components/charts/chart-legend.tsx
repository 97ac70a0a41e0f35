import { shortFigure, type Unit } from './figures';
import type { BarSeries } from './prepare-bars';
import { Swatch } from './swatch';

interface ChartLegendProps {
  series: readonly BarSeries[];
  unit: Unit;
  /** Series have totals. */
  adds: boolean;
  /** The period before is drawn. */
  previous: boolean;
}

/** The series in the order of the stack, with their totals. Nothing for a single series alone. */
export function ChartLegend({ series, unit, adds, previous }: ChartLegendProps) {
  if (series.length < 2 && !previous) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground" aria-label="Series">
      {series.map((s) => (
        <li key={s.id} className="flex min-w-0 max-w-full items-center gap-1.5">
          <Swatch colour={s.colour} />
          <span className="max-w-48 truncate">{s.name}</span>
          {adds && <span className="text-foreground tabular-nums">{shortFigure(s.total, unit)}</span>}
        </li>
      ))}
      {previous && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="w-4 border-chart-limit border-t border-dashed" />
          Period before
        </li>
      )}
    </ul>
  );
}
