import { toCsv } from '../csv';
import type { RequestRow } from './request-schema';
import type { LatencyAmounts, LatencyView, UsageView } from './schema';

const COLUMNS = ['start', 'group', 'name', 'requests', 'tokens_in', 'tokens_out', 'cost_micros', 'denied'];

/** The rows of a usage answer as CSV, with the group's name beside its id. */
export function usageCsv(view: UsageView): string {
  const rows = view.data.map((row) => ({ ...row, name: view.groups[row.group] ?? '' }));
  return toCsv(rows, COLUMNS);
}

const TIMES = ['count', 'p50_ms', 'p95_ms', 'p99_ms'] as const;

/** Latency by interval: one row each, the times to the first byte of streams beside those of whole answers. */
export function latencyCsv(view: LatencyView): string {
  const flat = ({ answer, first_byte }: LatencyAmounts) =>
    Object.fromEntries(
      TIMES.flatMap((name) => [
        [`answer_${name}`, answer[name]],
        [`first_byte_${name}`, first_byte[name]],
      ]),
    );
  const columns = ['answer', 'first_byte'].flatMap((of) => TIMES.map((name) => `${of}_${name}`));
  return toCsv(
    view.data.map((row) => ({ start: row.start, ...flat(row) })),
    ['start', ...columns],
  );
}

const REQUEST_COLUMNS: (keyof RequestRow)[] = [
  'at',
  'id',
  'outcome',
  'status',
  'key_id',
  'key_name',
  'member_id',
  'member_name',
  'resource',
  'model',
  'streamed',
  'tokens_in',
  'tokens_out',
  'cost_micros',
  'duration_ms',
  'first_byte_ms',
  'estimated',
  'refused_by',
  'code',
];

/** A page of the request explorer as CSV. */
export const requestsCsv = (rows: readonly RequestRow[]): string => toCsv(rows, REQUEST_COLUMNS);
