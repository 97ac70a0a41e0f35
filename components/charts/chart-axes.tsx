import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartTooltip } from './chart-tooltip';
import type { BarModel, Bar as BarOf } from './prepare-bars';
import { prepareTooltip } from './prepare-tooltip';

export const TICK = { fill: 'var(--muted-foreground)', fontSize: 12 };

/** Grid, axes and tooltip of a chart over time. A function, not a component: recharts looks at its own children. */
export function chartAxes(model: BarModel) {
  const timeLabels = new Map(model.timeTicks.map((tick) => [tick.startMs, tick.label]));
  const valueLabels = new Map(model.valueTicks.map((tick) => [tick.value, tick.label]));
  const widest = Math.max(...model.valueTicks.map((tick) => tick.label.length));
  return (
    <>
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
        cursor={model.kind === 'lines' ? { stroke: 'var(--border)' } : { fill: 'var(--muted)' }}
        wrapperStyle={{ zIndex: 20, outline: 'none' }}
        content={({ active, activeIndex }) => {
          const tooltip = active ? prepareTooltip(model, Number(activeIndex)) : null;
          return tooltip ? <ChartTooltip tooltip={tooltip} /> : null;
        }}
      />
    </>
  );
}
