import { fullFigure } from './figures';
import type { Bar, BarModel, SeriesColour } from './prepare-bars';
import { spanLabel } from './prepare-time-axis';

export interface TooltipModel {
  title: string;
  /** "still counting" for the current interval, "nothing recorded" for a gap. */
  note: string | null;
  rows: { id: string; name: string; colour: SeriesColour; value: string }[];
  /** null with a single series: its row says it; null where series do not add up. */
  total: string | null;
  /** The same place of the period before; null where it is not shown or nothing was recorded. */
  previous: string | null;
}

/** All series of one interval, the largest first, with their total. */
export function prepareTooltip(model: BarModel, index: number): TooltipModel | null {
  const bar = model.bars[index];
  if (!bar) return null;
  const rows = model.series
    .map((series, i) => ({ series, value: bar.values[i] ?? null }))
    .filter((row): row is typeof row & { value: number } => row.value !== null)
    .sort((a, b) => b.value - a.value);
  const adds = model.kind === 'bars' && rows.length > 1 && bar.total !== null;
  const previous = model.previous?.[index] ?? null;
  return {
    title: spanLabel(bar, model.interval, model.zone),
    note: note(bar),
    rows: rows.map(({ series, value }) => ({
      id: series.id,
      name: series.name,
      colour: series.colour,
      value: fullFigure(value, model.unit),
    })),
    total: adds ? fullFigure(bar.total ?? 0, model.unit) : null,
    previous: previous === null ? null : fullFigure(previous, model.unit),
  };
}

function note({ phase, total }: Bar): string | null {
  if (phase === 'future') return 'not yet';
  if (phase === 'current') return 'still counting';
  return total === null ? 'nothing recorded' : null;
}
