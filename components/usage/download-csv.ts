import { ApiError } from '@/components/api-client';
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
  const response = await fetch(`/api/manage/workspaces/${workspaceId}/${path}?${query}`, {
    headers: { accept: 'text/csv' },
    cache: 'no-store',
  });
  if (!response.ok) {
    const message = 'The CSV could not be made. Try again in a moment.';
    throw new ApiError(response.status, 'internal_error', message, {}, response.headers.get('x-request-id'));
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `${what}-by-${group}-${dayOf(asked.fromMs)}-to-${dayOf(asked.toMs - 1)}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
