'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { api, errorText } from '@/components/api-client';
import { formatExact, formatShort } from '@/components/format/number';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { AdminOverviewView } from '@/lib/workspaces/schema';
import { WorkspaceAudit } from './workspace-audit';

const LOOK_MS = 15_000;

/** What an administrator looks at first: who waits, who is refused, what was changed. */
export function AdminHome() {
  const { data, error, refetch } = useQuery({
    queryKey: ['admin-overview'],
    queryFn: ({ signal }) => api<AdminOverviewView>('/admin-overview', { signal }),
    refetchInterval: LOOK_MS,
  });
  if (error && !data)
    return (
      <Card>
        <ErrorState
          title="The overview could not be loaded"
          {...errorText(error)}
          onRetry={() => refetch()}
        />
      </Card>
    );
  return (
    <div className="flex flex-col gap-6">
      <Tiles data={data} />
      <Card aria-busy={!data} className="overflow-hidden">
        <CardHeader className="px-3">
          <CardTitle>Refused most in the last 24 hours</CardTitle>
          <Link href="/admin/workspaces" className="text-link text-sm hover:underline">
            All workspaces
          </Link>
        </CardHeader>
        {!data ? (
          <div className="flex flex-col gap-3 p-4">
            <Skeleton className="h-6" />
            <Skeleton className="h-6" />
          </div>
        ) : data.busiest.length === 0 ? (
          <EmptyState title="Nothing ran in the last 24 hours" className="py-8">
            Workspaces with requests will be listed here, those that are refused first.
          </EmptyState>
        ) : (
          <Busiest rows={data.busiest} />
        )}
      </Card>
      <WorkspaceAudit />
    </div>
  );
}

function Tiles({ data }: { data: AdminOverviewView | undefined }) {
  const tiles = [
    {
      label: 'Waiting for an answer',
      value: data?.open_requests,
      note: data?.open_requests === 1 ? 'upgrade request' : 'upgrade requests',
      href: '/admin/upgrade-requests',
    },
    {
      label: 'Requests',
      value: data?.requests_24h,
      note: 'in the last 24 hours',
      href: '/admin/workspaces',
    },
    { label: 'Refused', value: data?.denied_24h, note: 'in the last 24 hours', href: '/admin/workspaces' },
    {
      label: 'Workspaces',
      value: data?.workspaces,
      note: data ? `${formatExact(data.suspended)} suspended, ${formatExact(data.keys)} live keys` : '',
      href: '/admin/workspaces',
    },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {tiles.map(({ label, value, note, href }) => (
        <li key={label}>
          <Link
            href={href}
            className="group flex h-full flex-col gap-0.5 rounded-lg border bg-card px-4 py-3 transition-colors hover:bg-muted"
          >
            <span className="flex items-center justify-between text-muted-foreground text-sm">
              {label}
              <ArrowRight className="size-3.5 opacity-0 group-hover:opacity-100" aria-hidden />
            </span>
            {value === undefined ? (
              <Skeleton className="my-1 h-7 w-16" />
            ) : (
              <span className="font-semibold text-xl tabular-nums" title={formatExact(value)}>
                {formatShort(value)}
              </span>
            )}
            <span className="text-muted-foreground text-xs">{note || '\u00a0'}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const Busiest = ({ rows }: { rows: AdminOverviewView['busiest'] }) => (
  <Table label="Refused most in the last 24 hours">
    <TableHeader ruled>
      <tr>
        <TableHead sticky>Workspace</TableHead>
        <TableHead>Plan</TableHead>
        <TableHead numeric>Requests</TableHead>
        <TableHead numeric>Refused</TableHead>
      </tr>
    </TableHeader>
    <TableBody>
      {rows.map((row) => (
        <TableRow key={row.id}>
          <TableCell sticky className="max-w-44 sm:max-w-72">
            <Link
              href={`/admin/workspaces/${row.id}`}
              className="block truncate font-medium hover:underline"
              title={row.name}
            >
              {row.name}
            </Link>
          </TableCell>
          <TableCell className="whitespace-nowrap text-muted-foreground">{row.plan}</TableCell>
          <TableCell numeric>{formatExact(row.requests)}</TableCell>
          <TableCell numeric className={row.denied > 0 ? 'text-danger' : 'text-muted-foreground'}>
            {formatExact(row.denied)}
          </TableCell>
        </TableRow>
      ))}
    </TableBody>
  </Table>
);
