import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/clock/relative-time';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import type { WorkspaceView } from '@/lib/workspaces/schema';

const PRIORITY = ['', 'low', 'medium', 'high', 'critical'];

/** What a workspace is, at a glance. */
export function WorkspaceFacts({ workspace }: { workspace: WorkspaceView }) {
  const { catalog, plan } = workspace;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 p-4 sm:grid-cols-3 lg:grid-cols-6">
        <Fact label="Id">
          <span className="truncate font-mono text-xs" title={workspace.id}>
            {workspace.id}
          </span>
          <CopyButton value={workspace.id} label="Copy workspace id" />
        </Fact>
        <Fact label="Catalog">{catalog.name}</Fact>
        <Fact label="Plan">
          {plan.name}
          {plan.api_access ? '' : ', no API keys'}
        </Fact>
        <Fact label="Priority">
          {plan.priority} {PRIORITY[plan.priority] ?? ''}
        </Fact>
        <Fact label="Money and days">
          {catalog.currency}, {catalog.time_zone}
        </Fact>
        <Fact label="Created">
          <RelativeTime at={workspace.created_at} />
        </Fact>
      </dl>
    </Card>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-muted-foreground text-xs">{label}</dt>
    <dd className="flex h-7 min-w-0 items-center gap-1 text-sm">{children}</dd>
  </div>
);
