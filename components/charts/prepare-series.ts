/** One amount of one group in one interval. Rows of the same group and interval add up. */
export interface ChartRow {
  startMs: number;
  /** '' when not grouped */
  group: string;
  value: number;
}

/** What paints a series. Refusals are always `refused`, the rest of the groups always `other`. */
export type SeriesColour =
  | 'series-1'
  | 'series-2'
  | 'series-3'
  | 'series-4'
  | 'series-5'
  | 'other'
  | 'refused';

const COLOURS: readonly SeriesColour[] = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5'];

export interface ChartSeries {
  /** The group's id; `OTHER` for the rest of the groups. */
  id: string;
  name: string;
  colour: SeriesColour;
  total: number;
  /** The ids that add up to it. */
  groups: readonly string[];
}

export const OTHER = '*other';

/**
 * The series of a chart, largest total first, so that the largest lies at the bottom of the stack.
 * Beyond `top` groups the rest adds up to Other, which comes last whatever its total.
 */
export function prepareSeries(
  rows: readonly ChartRow[],
  names: Readonly<Record<string, string>>,
  options: { top?: number; paint?: 'series' | 'refused' } = {},
): ChartSeries[] {
  const { top = COLOURS.length, paint = 'series' } = options;
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(row.group, (totals.get(row.group) ?? 0) + row.value);
  const ranked = [...totals]
    .filter(([, total]) => total > 0)
    .sort(([a, totalA], [b, totalB]) => totalB - totalA || (a < b ? -1 : 1));
  const colour = (index: number): SeriesColour =>
    paint === 'refused' ? 'refused' : (COLOURS[index % COLOURS.length] ?? 'other');
  const series: ChartSeries[] = ranked.slice(0, top).map(([id, total], index) => ({
    id,
    name: names[id] ?? id,
    colour: colour(index),
    total,
    groups: [id],
  }));
  const rest = ranked.slice(top);
  if (rest.length > 0) {
    series.push({
      id: OTHER,
      name: `Other (${rest.length})`,
      colour: paint === 'refused' ? 'refused' : 'other',
      total: rest.reduce((sum, [, total]) => sum + total, 0),
      groups: rest.map(([id]) => id),
    });
  }
  return series;
}
