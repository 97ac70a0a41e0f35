import { CircleCheck, TriangleAlert } from 'lucide-react';
import { formatExact } from '@/components/format/number';
import { formatInstant } from '@/components/format/time';
import type { ReplayView } from '@/lib/replay/schema';

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** The answer in one sentence, and what it rests on. */
export function ReplayTotals({ view, stale }: { view: ReplayView; stale: boolean }) {
  const { requests, refused, workspaces } = view;
  const share = requests > 0 ? percent.format(refused / requests) : '';
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="flex items-start gap-2 font-medium">
        {refused > 0 ? (
          <TriangleAlert className="mt-1 size-4 shrink-0 text-danger" aria-hidden />
        ) : (
          <CircleCheck className="mt-1 size-4 shrink-0 text-success" aria-hidden />
        )}
        <span className="text-base">
          {requests === 0
            ? 'Nobody on this plan made a request in that time'
            : refused === 0
              ? `All ${formatExact(requests)} requests would have run`
              : `${formatExact(refused)} of ${formatExact(requests)} requests would have been refused (${share})`}
        </span>
      </p>
      {stale ? (
        <p className="text-sm text-warning">You changed the plan since. Replay again for these limits.</p>
      ) : null}
      <p className="text-muted-foreground text-sm">
        {formatInstant(Date.parse(view.from))} to {formatInstant(Date.parse(view.to))},{' '}
        {formatExact(workspaces)} {workspaces === 1 ? 'workspace' : 'workspaces'}
        {view.whole ? '' : '; more traffic than a replay takes, so this is the end of the 24 hours'}. Today’s
        limits refuse {formatExact(view.refused_now)} of the same requests. Another{' '}
        {formatExact(view.refused_then)} were refused at that time; what they wanted is not known, so they are
        not replayed.
      </p>
    </div>
  );
}
