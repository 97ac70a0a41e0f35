'use client';

import { Line, LineChart, ResponsiveContainer } from 'recharts';
import { chartAxes } from './chart-axes';
import type { BarModel, Bar as BarOf } from './prepare-bars';

interface LineDrawingProps {
  model: BarModel;
  /** Accessible name. */
  name: string;
}

/** Draws a model of lines with recharts, and decides nothing. Load it through LazyLines, never directly. */
export default function LineDrawing({ model, name }: LineDrawingProps) {
  const lonely = model.bars.length < 40;
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <LineChart
        data={[...model.bars]}
        margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
        aria-label={`${name}. Use the arrow keys to move between intervals.`}
        accessibilityLayer
      >
        {chartAxes(model)}
        {model.series.map((series, index) => (
          <Line
            key={series.id}
            dataKey={(point: BarOf) => point.values[index] ?? null}
            name={series.name}
            stroke={`var(--${series.colour})`}
            strokeWidth={1.75}
            // A point without neighbours is no line: it must be seen all the same.
            dot={lonely ? { r: 2, strokeWidth: 0, fill: `var(--${series.colour})` } : false}
            activeDot={{ r: 3.5, strokeWidth: 0 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
