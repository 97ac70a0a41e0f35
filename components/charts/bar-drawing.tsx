'use client';

import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartTooltip } from './chart-tooltip';
import { fullFigure } from './figures';
import type { BarModel, Bar as BarOf } from './prepare-bars';
import { prepareTooltip } from './prepare-tooltip';

export interface BarDrawingProps {
  model: BarModel;
  /** Accessible name. */
  name: string;
}

const TICK = { fill: 'var(--muted-foreground)', fontSize: 12 };

/** Draws a bar model with recharts, and decides nothing. Load it through LazyBars, never directly. */
export default function BarDrawing({ model, name }: BarDrawingProps) {
  const timeLabels = new Map(model.timeTicks.map((tick) => [tick.startMs, tick.label]));
  const valueLabels = new Map(model.valueTicks.map((tick) => [tick.value, tick.label]));
  const widest = Math.max(...model.valueTicks.map((tick) => tick.label.length));
  return (
    <ResponsiveContainer width="100%" height="100%" debounce={50}>
      <BarChart
        data={[...model.bars]}
        margin={{ top: model.limit?.drawn ? 22 : 12, right: 4, bottom: 0, left: 0 }}
        barCategoryGap={model.bars.length > 90 ? '10%' : '14%'}
        aria-label={`${name}. Use the arrow keys to move between intervals.`}
        accessibilityLayer
      >
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          dataKey={(bar: BarOf) => bar.startMs}
          ticks={model.timeTicks.map((tick) => tick.startMs)}
          tickFormatter={(startMs: number) => timeLabels.get(startMs) ?? ''}
          interval="preserveEnd"
          minTickGap={8}
          tick={TICK}
          tickLine={false}
          tickMargin={8}
          axisLine={{ stroke: 'var(--border)' }}
        />
        <YAxis
          domain={[0, model.scale.max]}
          ticks={model.scale.ticks}
          tickFormatter={(value: number) => valueLabels.get(value) ?? ''}
          interval={0}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={Math.max(32, widest * 7 + 12)}
        />
        <Tooltip
          isAnimationActive={false}
          filterNull={false}
          cursor={{ fill: 'var(--muted)' }}
          wrapperStyle={{ zIndex: 20, outline: 'none' }}
          content={({ active, activeIndex }) => {
            const tooltip = active ? prepareTooltip(model, Number(activeIndex)) : null;
            return tooltip ? <ChartTooltip tooltip={tooltip} /> : null;
          }}
        />
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
      </BarChart>
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
