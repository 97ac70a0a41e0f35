'use client';

import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatCount, formatExact } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { TableCell, TableRow } from '@/components/ui/table';
import type { WorkspaceDriftView } from '@/lib/system/schema';
import { DriftedCounter } from './drifted-counter';

interface DriftRowProps {
  row: WorkspaceDriftView;
  currency: string | null;
  onRepair: () => void;
}

/** One workspace, and below it each counter that differs. */
export function DriftRow({ row, currency, onRepair }: DriftRowProps) {
  const { workspace, drifted } = row;
  return (
    <>
      <TableRow>
        <TableCell sticky className="max-w-44 sm:max-w-72">
          <Link
            href={`/admin/workspaces/${workspace.id}`}
            className="block truncate font-medium hover:underline"
            title={workspace.name}
          >
            {workspace.name}
          </Link>
        </TableCell>
        <TableCell className="whitespace-nowrap">
          <DriftState row={row} />
        </TableCell>
        <TableCell numeric>{formatExact(row.counters)}</TableCell>
        <TableCell className="whitespace-nowrap text-muted-foreground">
          <RelativeTime at={row.at} never="Not compared" />
        </TableCell>
        <TableCell>
          <div className="flex min-h-8 justify-end">
            {drifted.length > 0 && (
              <Button variant="outline" size="sm" onClick={onRepair}>
                Repair<span className="sr-only"> counters of {workspace.name}</span>
              </Button>
            )}
          </div>
        </TableCell>
      </TableRow>
      {drifted.map((counter) => (
        <DriftedCounter
          key={`${counter.subject.kind} ${counter.subject.id} ${counter.limit}`}
          counter={counter}
          currency={currency}
        />
      ))}
    </>
  );
}

function DriftState({ row: { state, drifted, counters } }: { row: WorkspaceDriftView }) {
  if (state !== 'compared') {
    return (
      <Badge tone="outline">
        <CircleDashed aria-hidden /> {state === 'rebuilding' ? 'Being rebuilt' : 'Too busy, compare again'}
      </Badge>
    );
  }
  if (counters === 0) return <span className="text-muted-foreground">None in the store</span>;
  if (drifted.length === 0) {
    return (
      <Badge tone="success">
        <CircleCheck aria-hidden /> Equal
      </Badge>
    );
  }
  return (
    <Badge tone="danger">
      <TriangleAlert aria-hidden /> {formatCount(drifted.length, 'counter differs', 'counters differ')}
    </Badge>
  );
}
