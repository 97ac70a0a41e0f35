import { saveCsv } from '@/components/save-csv';
import type { Filters, Group } from './measures';
import type { ResolvedRange } from './range';
import { usageQueryOf } from './use-usage';

export interface CsvQuestion {
  asked: ResolvedRange;
  zone: string;
  group: Group;
  filters?: Filters;
}

/**
 * Saves the rows behind the chart as CSV: the same call with `Accept: text/csv`.
 * @throws ApiError when the server refuses.
 */
export async function downloadCsv(
  workspaceId: string,
  { asked, zone, group, filters }: CsvQuestion,
  what: 'usage' | 'latency' = 'usage',
) {
  const query = new URLSearchParams(usageQueryOf(asked, zone, group, filters));
  const path = what === 'usage' ? 'usage' : 'usage/latency';
  const days = `${dayOf(asked.fromMs)}-to-${dayOf(asked.toMs - 1)}`;
  await saveCsv(`/workspaces/${workspaceId}/${path}?${query}`, `${what}-by-${group}-${days}.csv`);
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
