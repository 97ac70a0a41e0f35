'use client';

import Link from 'next/link';
import { capacityWords } from '@/components/admin/compare-plans';
import { ChartContainer } from '@/components/charts/chart-container';
import { useNarrow } from '@/components/charts/use-narrow';
import { limitName } from '@/components/format/limit';
import { formatExact } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { ReplayLimitView, ReplayView } from '@/lib/replay/schema';
import { replayBars } from './replay-chart';
import { ReplayTotals } from './replay-totals';

/** A limit that refused, as a person calls it. */
function refusedBy({ code, limit }: ReplayLimitView, currency: string): string {
  if (!limit) return code === 'api_access_not_in_plan' ? 'No API keys on this plan' : code;
  const capacity = capacityWords(limit.capacity, limit.metric, currency);
  const set = { key: ', the key’s own', workspace: ', a custom limit' }[limit.set_by] ?? '';
  return `${limitName(limit)} (${capacity}${set})`;
}

interface ReplayResultProps {
  view: ReplayView;
  currency: string;
  /** The plan was edited since. */
  stale: boolean;
}

/** What a replay met: how much is refused, when, whose and by which limit. */
export function ReplayResult({ view, currency, stale }: ReplayResultProps) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const model = replayBars(view, zone, useNarrow() ? 4 : 6);
  return (
    <div className="flex flex-col gap-5">
      <ReplayTotals view={view} stale={stale} />
      {view.refused > 0 ? (
        <>
          <ul aria-label="Limits that refuse" className="flex flex-wrap gap-2">
            {view.limits.map((limit) => (
              <li key={`${limit.id} ${limit.limit?.capacity} ${limit.limit?.set_by}`}>
                <Badge tone="danger">
                  {refusedBy(limit, currency)}: {formatExact(limit.refused)}
                </Badge>
              </li>
            ))}
          </ul>
          <ChartContainer title="Refused by hour" model={model} height="h-40" />
          <div className="-mx-4 border-t">
            <Table label="Keys that would be refused">
              <TableHeader>
                <tr>
                  <TableHead sticky>Key</TableHead>
                  <TableHead>Workspace</TableHead>
                  <TableHead numeric>Requests</TableHead>
                  <TableHead numeric>Refused</TableHead>
                  <TableHead numeric>Today’s limits</TableHead>
                  <TableHead>By</TableHead>
                </tr>
              </TableHeader>
              <TableBody>
                {view.callers.map((caller) => (
                  <TableRow key={`${caller.workspace.id} ${caller.key?.id ?? caller.member.id}`}>
                    <TableCell sticky className="max-w-40 sm:max-w-60">
                      {caller.key ? (
                        <Link
                          href={`/keys/${caller.key.id}`}
                          className="block truncate font-medium hover:underline"
                        >
                          {caller.key.name}
                        </Link>
                      ) : (
                        <span className="block truncate font-medium">Sessions of {caller.member.name}</span>
                      )}
                      {caller.key ? (
                        <span className="block font-mono text-muted-foreground text-xs">
                          …{caller.key.last4}
                        </span>
                      ) : null}
                    </TableCell>
                    <TableCell className="max-w-48 truncate">
                      <Link href={`/admin/workspaces/${caller.workspace.id}`} className="hover:underline">
                        {caller.workspace.name}
                      </Link>
                    </TableCell>
                    <TableCell numeric>{formatExact(caller.requests)}</TableCell>
                    <TableCell numeric className="text-danger">
                      {formatExact(caller.refused)}
                    </TableCell>
                    <TableCell numeric className="text-muted-foreground">
                      {formatExact(caller.refused_now)}
                    </TableCell>
                    <TableCell className="whitespace-nowrap text-muted-foreground">
                      {caller.limits.map((limit) => refusedBy(limit, currency)).join(', ')}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            {view.more_callers > 0 ? (
              <p className="px-4 pt-2 text-muted-foreground text-xs">
                and {formatExact(view.more_callers)} more
              </p>
            ) : null}
          </div>
        </>
      ) : null}
    </div>
  );
}
