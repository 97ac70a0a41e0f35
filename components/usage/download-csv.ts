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
 * @throws ApiError in the server's words
 */
export async function downloadCsv(
  workspaceId: string,
  { asked, zone, group, filters }: CsvQuestion,
  what: 'usage' | 'latency' = 'usage',
) {
  const query = new URLSearchParams(usageQueryOf(asked, zone, group, filters));
  const path = what === 'usage' ? 'usage' : 'usage/latency';
  const days = `${dayOf(asked.fromMs, zone)}-to-${dayOf(asked.toMs - 1, zone)}`;
  await saveCsv(`/workspaces/${workspaceId}/${path}?${query}`, `${what}-by-${group}-${days}.csv`);
}

/** The day that the reader's chart says, as `2026-03-11`. */
const dayOf = (ms: number, zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(ms);
