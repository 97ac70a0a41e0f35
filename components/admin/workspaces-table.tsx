'use client';

import { Ban } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatExact, formatShort } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { WorkspaceRow } from '@/lib/workspaces/schema';

/** The admin's list; a row opens its workspace. */
export function WorkspacesTable({ rows }: { rows: readonly WorkspaceRow[] }) {
  const router = useRouter();
  return (
    <Table label="Workspaces">
      <TableHeader>
        <tr>
          <TableHead sticky>Workspace</TableHead>
          <TableHead>Plan</TableHead>
          <TableHead>Owner</TableHead>
          <TableHead numeric>Requests, 24 h</TableHead>
          <TableHead numeric>Keys</TableHead>
          <TableHead numeric className="max-lg:hidden">
            Members
          </TableHead>
          <TableHead className="max-lg:hidden">Created</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow
            key={row.id}
            className="cursor-pointer"
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest('a')) return;
              router.push(`/admin/workspaces/${row.id}`);
            }}
          >
            <TableCell sticky className="max-w-44 sm:max-w-72">
              <span className="flex items-center gap-2">
                <Link
                  href={`/admin/workspaces/${row.id}`}
                  className="truncate font-medium hover:underline"
                  title={row.name}
                >
                  {row.name}
                </Link>
                {row.suspended && (
                  <Badge tone="danger">
                    <Ban aria-hidden />
                    Suspended
                  </Badge>
                )}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {row.plan.name}
              <span className="text-muted-foreground"> · {row.catalog}</span>
              {row.custom_limits > 0 && (
                <Badge tone="accent" className="ml-2">
                  {row.custom_limits} custom
                </Badge>
              )}
            </TableCell>
            <TableCell className="max-w-56 truncate text-muted-foreground">
              {row.owner_email ?? 'No owner'}
            </TableCell>
            <TableCell numeric>
              <span title={formatExact(row.requests_24h)}>{formatShort(row.requests_24h)}</span>
            </TableCell>
            <TableCell numeric>{formatExact(row.keys)}</TableCell>
            <TableCell numeric className="max-lg:hidden">
              {formatExact(row.members)}
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground max-lg:hidden">
              <RelativeTime at={row.created_at} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
