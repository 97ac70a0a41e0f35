'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Fragment, useState } from 'react';
import { RelativeTime } from '@/components/clock/relative-time';
import { cn } from '@/components/ui/cn';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { AuditView } from '@/lib/audit/schema';
import { actionWords, auditDiff } from './audit-diff';
import { AuditDiff, DiffSummary } from './audit-diff-view';

interface AuditTableProps {
  rows: readonly AuditView[];
  /** The rows are one workspace's: its link is left out. */
  inWorkspace?: boolean;
}

/** Who did what, when and from where; a row opens to what it changed. */
export function AuditTable({ rows, inWorkspace = false }: AuditTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <Table label="Audit log">
      <TableHeader>
        <tr>
          <TableHead sticky>What</TableHead>
          <TableHead>Changed</TableHead>
          <TableHead>Who</TableHead>
          <TableHead className="max-lg:hidden">From</TableHead>
          <TableHead>When</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => {
          const diff = auditDiff(row.before, row.after);
          const isOpen = open.has(row.id);
          return (
            <Fragment key={row.id}>
              <TableRow>
                <TableCell sticky className="max-w-44 sm:max-w-80">
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    aria-controls={isOpen ? `audit-${row.id}` : undefined}
                    onClick={() => toggle(row.id)}
                    className="flex h-8 max-w-full items-center gap-1.5 rounded-sm text-left"
                  >
                    <ChevronRight
                      aria-hidden
                      className={cn(
                        'size-3.5 shrink-0 text-muted-foreground transition-transform',
                        isOpen && 'rotate-90',
                      )}
                    />
                    <span className="truncate">
                      {actionWords(row)} <span className="font-medium">{row.target.name}</span>
                    </span>
                  </button>
                </TableCell>
                <TableCell className="max-w-72">
                  <DiffSummary rows={diff} />
                </TableCell>
                <TableCell className="max-w-48 truncate">
                  {row.actor.name}
                  {row.actor.kind !== 'user' && (
                    <span className="text-muted-foreground"> · {row.actor.kind}</span>
                  )}
                </TableCell>
                <TableCell className="whitespace-nowrap font-mono text-muted-foreground text-xs max-lg:hidden">
                  {row.ip ?? '–'}
                </TableCell>
                <TableCell className="whitespace-nowrap text-muted-foreground">
                  <RelativeTime at={row.at} />
                </TableCell>
              </TableRow>
              {isOpen && (
                <tr>
                  <td id={`audit-${row.id}`} colSpan={5} className="border-b bg-muted p-0">
                    <div className="sticky left-0 flex max-w-[calc(100vw-2rem)] flex-col gap-3 px-4 py-3 md:max-w-3xl md:pl-8">
                      <AuditDiff rows={diff} />
                      <Facts row={row} inWorkspace={inWorkspace} />
                    </div>
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Facts({ row, inWorkspace }: { row: AuditView; inWorkspace: boolean }) {
  return (
    <dl className="grid grid-cols-[5rem_1fr] gap-x-6 gap-y-1 text-xs sm:grid-cols-[14rem_1fr] [&_dd]:min-w-0 [&_dd]:break-all [&_dt]:text-muted-foreground">
      <dt>Action</dt>
      <dd className="font-mono">{row.action}</dd>
      <dt>Target</dt>
      <dd className="font-mono">
        {row.target.kind} {row.target.id}
      </dd>
      <dt>Actor</dt>
      <dd className="font-mono">
        {row.actor.kind} {row.actor.id}
      </dd>
      <dt>Address</dt>
      <dd className="font-mono">{row.ip ?? 'none'}</dd>
      {row.workspace_id && !inWorkspace && (
        <>
          <dt>Workspace</dt>
          <dd>
            <Link
              href={`/admin/workspaces/${row.workspace_id}`}
              className="font-mono text-link underline-offset-4 hover:underline"
            >
              {row.workspace_id}
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
