import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import type { QuotaView } from '@/lib/workspaces/schema';
import { LimitGauge } from './limit-gauge';

interface LimitsGridProps {
  quota: QuotaView;
  currency: string;
  of?: 'workspace' | 'key';
  className?: string;
}

/** Every limit of a quota as a gauge. */
export function LimitsGrid({ quota, currency, of, className }: LimitsGridProps) {
  return (
    <div className={cn('grid gap-x-8 gap-y-6 sm:grid-cols-2 xl:grid-cols-3', className)}>
      {quota.data.map((limit) => (
        <LimitGauge key={limit.id} limit={limit} currency={currency} at={quota.at} of={of} />
      ))}
    </div>
  );
}

export function LimitsGridSkeleton({ count = 3 }: { count?: number }) {
  return (
    <div aria-busy className="grid gap-x-8 gap-y-6 sm:grid-cols-2 xl:grid-cols-3">
      <span className="sr-only">Loading limits</span>
      {Array.from({ length: count }, (_, place) => (
        <div key={`limit-${place + 1}`} className="flex flex-col gap-2.5">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-1.5 w-full" />
          <Skeleton className="h-3.5 w-28" />
        </div>
      ))}
    </div>
  );
}
