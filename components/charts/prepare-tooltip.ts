import { fullFigure } from './figures';
import type { BarModel } from './prepare-bars';
import type { SeriesColour } from './prepare-series';
import { bucketLabel } from './prepare-time-axis';

export interface TooltipModel {
  title: string;
  /** "still counting" for the current interval, "nothing recorded" for a gap. */
  note: string | null;
  rows: { id: string; name: string; colour: SeriesColour; value: string }[];
  /** null with a single series: its row says it. */
  total: string | null;
}

/** All series of one interval, the largest first, with their total. */
export function prepareTooltip(model: BarModel, index: number): TooltipModel | null {
  const datum = model.data[index];
  if (!datum) return null;
  const rows = model.series
    .map((series, i) => ({ series, value: datum.values[i] ?? null }))
    .filter((row): row is typeof row & { value: number } => row.value !== null)
    .sort((a, b) => b.value - a.value);
  return {
    title: bucketLabel(datum.bucket, model.interval, model.zone),
    note: note(datum.bucket.phase, datum.total),
    rows: rows.map(({ series, value }) => ({
      id: series.id,
      name: series.name,
      colour: series.colour,
      value: fullFigure(value, model.unit),
    })),
    total: rows.length > 1 && datum.total !== null ? fullFigure(datum.total, model.unit) : null,
  };
}

function note(phase: 'past' | 'current' | 'future', total: number | null): string | null {
  if (phase === 'future') return 'not yet';
  if (phase === 'current') return 'still counting';
  return total === null ? 'nothing recorded' : null;
}
