'use client';

import { BarChart3, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { LazyBars, LazyLines } from './bar-chart';
import { ChartLegend } from './chart-legend';
import { ChartSkeleton } from './chart-skeleton';
import { ChartTable } from './chart-table';
import { fullFigure } from './figures';
import { type BarModel, describeBars } from './prepare-bars';
import { zoneLabel } from './prepare-time-axis';

interface ChartContainerProps {
  /** What is drawn, e.g. "Requests by key". Also the accessible name. */
  title: string;
  /** null while loading: a skeleton of the same size stands in. */
  model: BarModel | null;
  /** Tailwind height of the drawing. */
  height?: string;
  /** What stands in the chart's place when there is nothing to draw. */
  empty?: ReactNode;
  /** Instead of the chart's own table. */
  table?: ReactNode;
  actions?: ReactNode;
}

/** The one frame of every chart: name, zone, legend, drawing, and the same figures as a table. */
export function ChartContainer({
  title,
  model,
  height = 'h-72',
  empty,
  table,
  actions,
}: ChartContainerProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const titleId = useId();
  const isEmpty = model !== null && model.series.length === 0;
  // the offset in force at the end: a long range may have begun under another one
  const last = model?.bars.at(-1)?.startMs ?? 0;
  return (
    <figure aria-labelledby={titleId} className="flex flex-col gap-3">
      <figcaption className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={titleId} className="font-medium">
          {title}
        </h2>
        <span className="text-xs text-muted-foreground">
          {model ? `per ${model.interval} · ${zoneLabel(model.zone, last)}` : '\u00a0'}
        </span>
        <div className="ml-auto flex items-center gap-2">
          {actions}
          <ViewToggle view={view} onChange={setView} />
        </div>
      </figcaption>
      {model && <p className="sr-only">{describeBars(model)}</p>}
      {model?.limit && !model.limit.drawn && (
        <p className="text-xs text-muted-foreground">
          {model.limit.label}: {fullFigure(model.limit.value, model.unit)}, far above these bars.
        </p>
      )}
      <div className={view === 'chart' || !table ? height : undefined}>
        {!model ? (
          <ChartSkeleton />
        ) : isEmpty && empty ? (
          empty
        ) : view === 'chart' ? (
          <LazyDrawing model={model} name={title} />
        ) : (
          (table ?? <ChartTable model={model} caption={title} />)
        )}
      </div>
      {model && view === 'chart' && (
        <ChartLegend
          series={model.series}
          unit={model.unit}
          adds={model.kind === 'bars'}
          previous={model.previous !== null && model.series.length > 0}
        />
      )}
    </figure>
  );
}

const LazyDrawing = ({ model, name }: { model: BarModel; name: string }) =>
  model.kind === 'lines' ? <LazyLines model={model} name={name} /> : <LazyBars model={model} name={name} />;

const VIEWS = [
  { id: 'chart', label: 'Chart', Icon: BarChart3 },
  { id: 'table', label: 'Table', Icon: Table2 },
] as const;

function ViewToggle({ view, onChange }: { view: string; onChange: (view: 'chart' | 'table') => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out inside a figcaption's row
    <div role="group" aria-label="Show as" className="flex rounded-md border border-border p-0.5">
      {VIEWS.map(({ id, label, Icon }) => (
        <button
          key={id}
          type="button"
          aria-pressed={view === id}
          onClick={() => onChange(id)}
          className="flex h-6 items-center gap-1.5 rounded-sm px-2 text-xs text-muted-foreground hover:text-foreground aria-pressed:bg-accent aria-pressed:text-foreground"
        >
          <Icon aria-hidden className="size-3.5" />
          {label}
        </button>
      ))}
    </div>
  );
}
