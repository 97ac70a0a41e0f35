import type { AppError } from '../errors';
import { processState } from '../process-state';

/** What a call came to when its answer began, or did not. */
export type CallEnd = 'ok' | 'refused' | 'failed' | 'timeout' | 'unreachable' | 'broken';

interface Tally {
  ends: Map<CallEnd, number>;
  /** Of the calls whose answer began. */
  begun: number;
  waitedMs: number;
}

const tallies = () => processState('gateway.calls', () => new Map<string, Tally>());

/** Upstreams that are remembered; an installation has a handful. */
const MAX_UPSTREAMS = 1_000;

/** Counts a call of this process to an upstream. @param waitedMs until its answer began; null where it did not */
export function countCall(upstream: string, end: CallEnd, waitedMs: number | null): void {
  const known = tallies().get(upstream);
  if (!known && tallies().size >= MAX_UPSTREAMS) return;
  const tally: Tally = known ?? { ends: new Map(), begun: 0, waitedMs: 0 };
  tallies().set(upstream, tally);
  tally.ends.set(end, (tally.ends.get(end) ?? 0) + 1);
  if (waitedMs === null) return;
  tally.begun += 1;
  tally.waitedMs += waitedMs;
}

/** How an answer's status counts: 4xx speaks of the request or our key, 5xx of the upstream. */
export const endOfStatus = (status: number): CallEnd => {
  if (status >= 200 && status <= 299) return 'ok';
  return status >= 400 && status <= 499 ? 'refused' : 'failed';
};

/** How a failure without an answer counts. */
export function endOfFailure({ error, sent }: { error: AppError; sent: boolean }): CallEnd {
  if (error.code === 'upstream_timeout') return 'timeout';
  return sent ? 'broken' : 'unreachable';
}

/** One family of figures for Prometheus, as the metrics of admission take it. */
type Family = [
  name: string,
  type: 'counter' | 'summary',
  help: string,
  values: (readonly [labels: string, value: number])[],
];

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** Calls of this instance to each upstream. */
export function callMetrics(): Family[] {
  const all = [...tallies()];
  return [
    [
      'headroom_upstream_calls_total',
      'counter',
      'Calls of this instance to upstreams, by what they came to.',
      all.flatMap(([upstream, { ends }]) =>
        [...ends].map(([end, count]) => [`{upstream=${quoted(upstream)},end="${end}"}`, count] as const),
      ),
    ],
    [
      'headroom_upstream_first_byte_seconds',
      'summary',
      'How long upstreams took to begin their answers.',
      all.flatMap(([upstream, { begun, waitedMs }]) => [
        [`_sum{upstream=${quoted(upstream)}}`, waitedMs / 1000] as const,
        [`_count{upstream=${quoted(upstream)}}`, begun] as const,
      ]),
    ],
  ];
}
