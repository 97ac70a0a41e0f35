import { CircleCheck, CircleDashed, CircleOff, TriangleAlert } from 'lucide-react';
import { RelativeTime } from '@/components/clock/relative-time';
import { THIN_SPACE } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import type { UpstreamView } from '@/lib/models/schema';

/** Whether an upstream answers, by its last check. */
export function UpstreamState({ enabled, check }: Pick<UpstreamView, 'enabled' | 'check'>) {
  if (!enabled) {
    return (
      <Badge>
        <CircleOff aria-hidden /> Disabled
      </Badge>
    );
  }
  if (!check) {
    return (
      <Badge tone="outline">
        <CircleDashed aria-hidden /> Not checked
      </Badge>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {check.ok ? (
        <Badge tone="success" title={check.message}>
          <CircleCheck aria-hidden /> Answers
        </Badge>
      ) : (
        <Badge tone="danger">
          <TriangleAlert aria-hidden /> Failing
        </Badge>
      )}
      <span className="whitespace-nowrap text-muted-foreground text-xs">
        {check.ok && `${check.ms}${THIN_SPACE}ms, `}
        <RelativeTime at={check.at} />
      </span>
      {!check.ok && <span className="basis-full text-danger text-xs">{check.message}</span>}
    </span>
  );
}
