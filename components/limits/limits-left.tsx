import type { UseQueryResult } from '@tanstack/react-query';
import { errorText } from '@/components/api-client';
import { ErrorState } from '@/components/ui/error-state';
import type { LimitView } from '@/lib/plans/schema';
import type { QuotaView } from '@/lib/workspaces/schema';
import { LimitsGrid, LimitsGridSkeleton } from './limits-grid';

interface LimitsLeftProps {
  quota: UseQueryResult<QuotaView>;
  currency: string;
  of?: 'workspace' | 'key';
  /** Which limits are shown, in which order. */
  choose?: (limits: LimitView[]) => LimitView[];
}

/** What is left of each limit: gauges, or that they load, or why they did not come. */
export function LimitsLeft({ quota, currency, of, choose = (limits) => limits }: LimitsLeftProps) {
  const { data, error, isError, refetch } = quota;
  if (data)
    return (
      <LimitsGrid quota={{ ...data, data: choose(data.data) }} currency={currency} {...(of && { of })} />
    );
  if (isError)
    return <ErrorState title="The counters could not be read" {...errorText(error)} onRetry={refetch} />;
  return <LimitsGridSkeleton />;
}
