import { placeFigures } from './upstream-places';
import type { ClassFigures } from './waiting-line';

/** One family of figures, as `series` of metrics.ts takes it. */
type Family = [
  name: string,
  type: 'counter' | 'gauge' | 'summary',
  help: string,
  values: (readonly [labels: string, value: number])[],
];

/** Text of a label's value in Prometheus's format. */
const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** The places at each upstream and the lines for them, for Prometheus. */
export function placeMetrics(): Family[] {
  const all = placeFigures();
  const byUpstream = (of: (at: (typeof all)[number]) => number) =>
    all.map((at) => [`{upstream=${quoted(at.upstream)}}`, of(at)] as const);
  const byClass = (values: (figures: ClassFigures) => [suffix: string, labels: string, value: number][]) =>
    all.flatMap((at) =>
      at.classes.flatMap((figures, i) =>
        values(figures).map(
          ([suffix, labels, value]) =>
            [`${suffix}{upstream=${quoted(at.upstream)},class="${i + 1}"${labels}}`, value] as const,
        ),
      ),
    );
  return [
    [
      'headroom_upstream_places',
      'gauge',
      'Calls that this instance may run at an upstream at once.',
      byUpstream((at) => at.places),
    ],
    ['headroom_upstream_running', 'gauge', 'Requests that have a place.', byUpstream((at) => at.taken)],
    [
      'headroom_upstream_waiting',
      'gauge',
      'Requests that wait for a place, by class.',
      byClass(({ waiting }) => [['', '', waiting]]),
    ],
    [
      'headroom_upstream_turned_away_total',
      'counter',
      'Requests that got no place: the line was full, it took too long, or the client left.',
      byClass(({ full, late, left }) => [
        ['', ',why="full"', full],
        ['', ',why="late"', late],
        ['', ',why="left"', left],
      ]),
    ],
    [
      'headroom_upstream_wait_seconds',
      'summary',
      'How long those waited that got a place.',
      byClass(({ started, waitedMs }) => [
        ['_sum', '', waitedMs / 1000],
        ['_count', '', started],
      ]),
    ],
  ];
}
