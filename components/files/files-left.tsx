import type { UseQueryResult } from '@tanstack/react-query';
import { LimitsLeft } from '@/components/limits/limits-left';
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

/** The limits of files as gauges, storage first. */
export const FilesLeft = (props: { quota: UseQueryResult<QuotaView>; currency: string }) => (
  <LimitsLeft
    {...props}
    choose={(limits) => limits.filter(isOfFiles).sort((a, b) => Number(isStorage(b)) - Number(isStorage(a)))}
  />
);
