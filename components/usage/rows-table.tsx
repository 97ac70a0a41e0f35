'use client';

import { useMemo } from 'react';
import { moneyColumn, moneyPlaces } from '@/components/charts/figures';
import { spanLabel } from '@/components/charts/prepare-time-axis';
import { formatExact } from '@/components/format/number';
import { Pager, usePages } from '@/components/paging/pager';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { GROUP_LABELS } from './measures';
import type { UsageAnswer } from './use-usage';

/** Every row behind the chart, newest first: what the CSV holds. */
export function RowsTable({ answer, currency }: { answer: UsageAnswer; currency: string }) {
  const { view, asked, zone, group } = answer;
  const newest = useMemo(() => view.data.toReversed(), [view]);
  const places = useMemo(() => moneyPlaces(view.data.map((row) => row.cost_micros)), [view]);
  const { rows, pager } = usePages(newest, 20);
  // Start alone, as the column says: an hour is written like a minute.
  const when = (start: string) => {
    const startMs = Date.parse(start);
    return spanLabel({ startMs, endMs: startMs }, asked.interval === 'day' ? 'day' : 'minute', zone);
  };
  return (
    <div className="-mx-4">
      <Table label={`Usage per ${asked.interval} and ${GROUP_LABELS[group].toLowerCase()}`}>
        <TableHeader>
          <tr>
            <TableHead sticky>Start</TableHead>
            <TableHead>{GROUP_LABELS[group]}</TableHead>
            <TableHead numeric>Requests</TableHead>
            <TableHead numeric>Tokens in</TableHead>
            <TableHead numeric>Tokens out</TableHead>
            <TableHead numeric>Spend</TableHead>
            <TableHead numeric>Refused</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={`${row.start} ${row.group}`}>
              <TableCell sticky className="whitespace-nowrap">
                {when(row.start)}
              </TableCell>
              <TableCell className="max-w-56 truncate">{view.groups[row.group] ?? row.group}</TableCell>
              <TableCell numeric>{formatExact(row.requests)}</TableCell>
              <TableCell numeric>{formatExact(row.tokens_in)}</TableCell>
              <TableCell numeric>{formatExact(row.tokens_out)}</TableCell>
              <TableCell numeric>{moneyColumn(row.cost_micros, currency, places)}</TableCell>
              <TableCell numeric>{formatExact(row.denied)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Pager {...pager} noun="rows" />
    </div>
  );
}
