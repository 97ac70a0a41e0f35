import type { UseQueryResult } from '@tanstack/react-query';
import { errorText } from '@/components/api-client';
import { LimitsGrid, LimitsGridSkeleton } from '@/components/limits/limits-grid';
import { ErrorState } from '@/components/ui/error-state';
import type { LimitView } from '@/lib/plans/schema';
import type { QuotaView } from '@/lib/workspaces/schema';

const isStorage = ({ metric, window }: LimitView): boolean => metric === 'bytes' && window === 'standing';

/** What binds files: storage, uploads at a time, descriptions. */
const isOfFiles = (limit: LimitView): boolean =>
  isStorage(limit) || limit.resource === 'uploads' || limit.metric === 'descriptions';

/** Bytes that still fit; null where nothing bounds them, or it is not known yet. */
export function storageLeft(quota: QuotaView | undefined): number | null {
  const left = (quota?.data ?? [])
    .filter(isStorage)
    .map(({ remaining }) => remaining ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...left);
  return Number.isFinite(least) ? least : null;
}

interface FilesLeftProps {
  quota: UseQueryResult<QuotaView>;
  currency: string;
}

/** The limits of files as gauges, storage first. */
export function FilesLeft({ quota: { data, error, isError, refetch }, currency }: FilesLeftProps) {
  if (data) {
    const limits = data.data.filter(isOfFiles).sort((a, b) => Number(isStorage(b)) - Number(isStorage(a)));
    return <LimitsGrid quota={{ ...data, data: limits }} currency={currency} />;
  }
  if (isError)
    return <ErrorState title="The counters could not be read" {...errorText(error)} onRetry={refetch} />;
  return <LimitsGridSkeleton />;
}
