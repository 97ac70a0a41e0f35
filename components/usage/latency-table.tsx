'use client';

import { fullFigure } from '@/components/charts/figures';
import { formatExact } from '@/components/format/number';
import { Pager, usePages } from '@/components/paging/pager';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Percentiles } from '@/lib/usage/schema';
import { GROUP_LABELS } from './measures';
import type { LatencyOf } from './prepare-latency';
import type { LatencyAnswer } from './use-usage';

const COLUMNS = [
  { id: 'p50_ms', label: 'Half within' },
  { id: 'p95_ms', label: '95 % within' },
  { id: 'p99_ms', label: '99 % within' },
] as const;

/** Every group with its percentiles, the busiest first. */
export function LatencyTable({ answer, of }: { answer: LatencyAnswer; of: LatencyOf }) {
  const { view, group } = answer;
  const { rows, pager } = usePages(view.by_group, 20);
  const noun = GROUP_LABELS[group].toLowerCase();
  return (
    <Card>
      <CardHeader className="px-3">
        <CardTitle>By {noun}</CardTitle>
      </CardHeader>
      <Table label={`Latency by ${noun}`}>
        <TableHeader ruled>
          <tr>
            <TableHead sticky>{GROUP_LABELS[group]}</TableHead>
            <TableHead numeric>Answers</TableHead>
            {COLUMNS.map(({ id, label }) => (
              <TableHead key={id} numeric>
                {label}
              </TableHead>
            ))}
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.group}>
              <TableCell sticky className="max-w-48 truncate sm:max-w-72">
                {view.groups[row.group] ?? row.group}
              </TableCell>
              <Times times={row[of]} />
            </TableRow>
          ))}
          <tr className="font-medium">
            <TableCell sticky className="bg-muted">
              All
            </TableCell>
            <Times times={view.totals[of]} className="bg-muted" />
          </tr>
        </TableBody>
      </Table>
      <Pager {...pager} noun={`${noun}s`} />
    </Card>
  );
}

function Times({ times, className }: { times: Percentiles; className?: string }) {
  return (
    <>
      <TableCell numeric className={className}>
        {formatExact(times.count)}
      </TableCell>
      {COLUMNS.map(({ id }) => (
        <TableCell key={id} numeric className={className}>
          {times[id] === null ? '–' : fullFigure(times[id], { kind: 'duration' })}
        </TableCell>
      ))}
    </>
  );
}
