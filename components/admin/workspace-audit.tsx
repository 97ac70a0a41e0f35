'use client';

import Link from 'next/link';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { AuditTable } from './audit-table';
import { LoadedRows } from './loaded-rows';
import { useAuditList } from './use-admin';

/** The last changes to a workspace; without one, of all of them. */
export function WorkspaceAudit({ workspaceId }: { workspaceId?: string }) {
  const list = useAuditList({ workspace: workspaceId }, 10);
  return (
    <Card className="overflow-hidden" aria-busy={list.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Recent changes</CardTitle>
        <Link
          href={workspaceId ? `/admin/audit?workspace=${workspaceId}` : '/admin/audit'}
          className="text-link text-sm underline-offset-4 hover:underline"
        >
          Open in the audit log
        </Link>
      </CardHeader>
      <LoadedRows
        rows={list.rows}
        query={list}
        failed="Changes could not be loaded"
        skeletons={4}
        empty={
          <EmptyState title="Nothing has been changed yet">
            Changes to keys, tiers and limits appear here.
          </EmptyState>
        }
      >
        {(rows) => <AuditTable rows={rows} inWorkspace={workspaceId !== undefined} />}
      </LoadedRows>
    </Card>
  );
}
