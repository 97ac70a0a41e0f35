'use client';

import { Bar, type BarShapeProps, ComposedChart, Line, ReferenceLine, ResponsiveContainer } from 'recharts';
import { chartAxes, TICK } from './chart-axes';
import { fullFigure } from './figures';
import type { BarModel, Bar as BarOf } from './prepare-bars';

export interface BarDrawingProps {
  model: BarModel;
  /** Accessible name. */
  name: string;
}

/** Draws a bar model with recharts, and decides nothing. Load it through LazyBars, never directly. */
export default function BarDrawing({ model, name }: BarDrawingProps) {
  // One datum for each bar, with what stood in its place before.
  const data = model.bars.map((bar, i) => ({ ...bar, before: model.previous?.[i] ?? null }));
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <ComposedChart
        data={data}
        margin={{ top: model.limit?.drawn ? 22 : 12, right: 4, bottom: 0, left: 0 }}
        barCategoryGap={model.bars.length > 90 ? '10%' : '14%'}
        aria-label={`${name}. Use the arrow keys to move between intervals.`}
        accessibilityLayer
      >
        {chartAxes(model)}
        {model.series.map((series, index) => (
          <Bar
            key={series.id}
            dataKey={(bar: BarOf) => bar.values[index] ?? null}
            name={series.name}
            stackId="all"
            fill={`var(--${series.colour})`}
            maxBarSize={56}
            isAnimationActive={false}
            activeBar={false}
            shape={(bar: BarShapeProps) => <Segment bar={bar} index={index} />}
          />
        ))}
        {model.previous && (
          <Line
            dataKey="before"
            type="step"
            stroke="var(--chart-limit)"
            strokeWidth={1}
            strokeDasharray="2 3"
            dot={false}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        )}
        {model.limit?.drawn && (
          <ReferenceLine
            y={model.limit.value}
            stroke="var(--chart-limit)"
            strokeDasharray="5 4"
            label={{
              value: `${model.limit.label}: ${fullFigure(model.limit.value, model.unit)}`,
              position: 'insideBottomRight',
              ...TICK,
            }}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** One part of a stack: a hairline apart from the next, rounded on top, lighter while still counting. */
function Segment({ bar, index }: { bar: BarShapeProps; index: number }) {
  const { x = 0, y = 0, width = 0, height = 0, fill } = bar;
  const datum: BarOf = bar.payload;
  if (height <= 0 || width <= 0) return null;
  const isTop = datum.values.slice(index + 1).every((value) => !value);
  const radius = isTop ? Math.min(2, width / 3, height) : 0;
  const gap = !isTop && height > 3 && width > 3 ? 1 : 0;
  const top = y + gap;
  return (
    <path
      d={`M${x},${y + height}V${top + radius}q0,${-radius} ${radius},${-radius}h${width - 2 * radius}q${radius},0 ${radius},${radius}V${y + height}Z`}
      fill={fill}
      fillOpacity={datum.phase === 'current' ? 0.5 : 1}
    />
  );
}
