'use client';

import { useMemo } from 'react';
import { moneyColumn, moneyPlaces } from '@/components/charts/figures';
import type { BarModel } from '@/components/charts/prepare-bars';
import { Swatch } from '@/components/charts/swatch';
import { formatExact, formatShare } from '@/components/format/number';
import { Pager, usePages } from '@/components/paging/pager';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Measure } from '@/lib/usage/chart-model';
import { GROUP_LABELS, MEASURE_LABELS } from './measures';
import { type BreakdownRow, prepareBreakdown } from './prepare-breakdown';
import type { UsageAnswer } from './use-usage';

interface BreakdownTableProps {
  answer: UsageAnswer;
  measure: Measure;
  currency: string;
  /** The chart above, for the colours of its series. */
  model: BarModel;
  only: string | null;
  onOnly: (group: string | null) => void;
  /** Narrow the whole page to this group. */
  onFilter: (group: string) => void;
}

/** All groups over the whole range with their totals; a group's name shows it alone in the chart. */
export function BreakdownTable({
  answer,
  measure,
  currency,
  model,
  only,
  onOnly,
  onFilter,
}: BreakdownTableProps) {
  const all = useMemo(() => prepareBreakdown(answer.view, measure), [answer.view, measure]);
  const { rows, pager } = usePages(all, 20);
  const { totals } = answer.view;
  const places = moneyPlaces([...all, totals].map((amounts) => amounts.cost_micros));
  const noun = GROUP_LABELS[answer.group].toLowerCase();
  const colours = new Map(model.series.map((series) => [series.id, series.colour]));
  return (
    <Card>
      <CardHeader className="px-3">
        <CardTitle>By {noun}</CardTitle>
        {only !== null && (
          <div className="flex gap-2">
            {only !== '' && (
              <Button variant="outline" size="sm" onClick={() => onFilter(only)}>
                Filter the page by this {noun}
              </Button>
            )}
            <Button variant="outline" size="sm" onClick={() => onOnly(null)}>
              Show all in the chart
            </Button>
          </div>
        )}
      </CardHeader>
      <Table label={`Totals by ${noun}`}>
        <TableHeader ruled>
          <tr>
            <TableHead sticky>{GROUP_LABELS[answer.group]}</TableHead>
            <TableHead numeric>Share of {MEASURE_LABELS[measure].toLowerCase()}</TableHead>
            {['Requests', 'Tokens in', 'Tokens out', 'Spend', 'Refused'].map((name) => (
              <TableHead key={name} numeric>
                {name}
              </TableHead>
            ))}
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id} data-selected={row.id === only || undefined}>
              <TableCell sticky className="max-w-48 sm:max-w-72">
                <button
                  type="button"
                  aria-pressed={row.id === only}
                  title={`Show ${row.name} alone in the chart`}
                  onClick={() => onOnly(row.id === only ? null : row.id)}
                  className="flex h-8 max-w-full items-center gap-2 rounded-sm text-left hover:underline"
                >
                  <Swatch
                    colour={
                      only === null || row.id === only
                        ? (colours.get(row.id) ?? 'chart-other')
                        : 'chart-other'
                    }
                  />
                  <span className="truncate">{row.name}</span>
                </button>
              </TableCell>
              <TableCell numeric>
                <Share share={row.share} />
              </TableCell>
              <Amounts amounts={row} currency={currency} places={places} />
            </TableRow>
          ))}
          <tr className="font-medium">
            <TableCell sticky className="bg-muted">
              Total
            </TableCell>
            <TableCell className="bg-muted" />
            <Amounts amounts={totals} currency={currency} places={places} className="bg-muted" />
          </tr>
        </TableBody>
      </Table>
      <Pager {...pager} noun={`${noun}s`} />
    </Card>
  );
}

function Share({ share }: { share: number }) {
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-gauge-track max-sm:hidden">
        <span className="block h-full bg-gauge" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="w-11">{share > 0 && share < 0.01 ? `<${formatShare(0.01)}` : formatShare(share)}</span>
    </span>
  );
}

function Amounts({
  amounts,
  currency,
  places,
  className,
}: {
  amounts: Omit<BreakdownRow, 'id' | 'name' | 'share'>;
  currency: string;
  places: number;
  className?: string;
}) {
  const counts = [amounts.requests, amounts.tokens_in, amounts.tokens_out];
  return (
    <>
      {counts.map((count, index) => (
        <TableCell key={index} numeric className={className}>
          {formatExact(count)}
        </TableCell>
      ))}
      <TableCell numeric className={className}>
        {moneyColumn(amounts.cost_micros, currency, places)}
      </TableCell>
      <TableCell numeric className={className}>
        {formatExact(amounts.denied)}
      </TableCell>
    </>
  );
}
