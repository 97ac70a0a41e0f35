import { fullFigure } from './figures';
import type { BarModel } from './prepare-bars';
import { spanLabel, zoneLabel } from './prepare-time-axis';

/** The same figures as the chart, newest interval first: for reading, copying and screen readers. */
export function ChartTable({ model, caption }: { model: BarModel; caption: string }) {
  const { series, unit, interval, zone } = model;
  const adds = series.length !== 1 && model.kind === 'bars';
  const rows = model.bars.filter((bar) => bar.phase !== 'future').toReversed();
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : fullFigure(value, unit);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="max-h-full overflow-auto" tabIndex={0} aria-label={caption}>
      <table className="w-full border-separate border-spacing-0 text-xs">
        <caption className="sr-only">
          {caption}, {zoneLabel(zone, model.bars.at(-1)?.startMs ?? 0)}
        </caption>
        <thead>
          <tr className="text-muted-foreground">
            <Head first>Start</Head>
            {series.map((s) => (
              <Head key={s.id}>{s.name}</Head>
            ))}
            {adds && <Head>Total</Head>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.startMs}>
              <th
                scope="row"
                className="sticky left-0 h-8 border-b border-border bg-card pr-4 text-left font-normal whitespace-nowrap"
              >
                {spanLabel(row, interval, zone)}
                {row.phase === 'current' && <span className="text-muted-foreground"> · still counting</span>}
              </th>
              {series.map((s, index) => (
                <Cell key={s.id}>{figure(row.values[index])}</Cell>
              ))}
              {adds && <Cell>{figure(row.total)}</Cell>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Head = ({ children, first = false }: { children: React.ReactNode; first?: boolean }) => (
  <th
    scope="col"
    className={`sticky top-0 h-8 max-w-48 truncate border-b border-border bg-card pl-4 font-medium whitespace-nowrap ${first ? 'left-0 z-20 pl-0 text-left' : 'z-10 text-right'}`}
  >
    {children}
  </th>
);

const Cell = ({ children }: { children: React.ReactNode }) => (
  <td className="h-8 border-b border-border pl-4 text-right whitespace-nowrap tabular-nums">{children}</td>
);
