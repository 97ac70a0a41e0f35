'use client';

import Link from 'next/link';
import { errorText } from '@/components/api-client';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { AuditTable } from './audit-table';
import { RowSkeletons } from './row-skeletons';
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
      {list.rows ? (
        list.rows.length > 0 ? (
          <AuditTable rows={list.rows} inWorkspace={workspaceId !== undefined} />
        ) : (
          <EmptyState title="Nothing has been changed yet">
            Changes to keys, tiers and limits appear here.
          </EmptyState>
        )
      ) : list.isError ? (
        <ErrorState
          title="Changes could not be loaded"
          {...errorText(list.error)}
          onRetry={() => list.refetch()}
        />
      ) : (
        <RowSkeletons rows={4} />
      )}
    </Card>
  );
}
