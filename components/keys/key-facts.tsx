import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/clock/relative-time';
import { CopyButton } from '@/components/ui/copy-button';
import type { KeyView } from '@/lib/keys/schema';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { MaskedKey } from './masked-key';

interface KeyFactsProps {
  apiKey: KeyView;
  workspace: WorkspaceView;
  plans: PlanView[] | undefined;
}

/** What a key is, in one band. */
export function KeyFacts({ apiKey, workspace, plans }: KeyFactsProps) {
  const pinned = apiKey.plan ? (plans?.find((p) => p.slug === apiKey.plan)?.name ?? apiKey.plan) : null;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
      <Fact term="Key">
        <MaskedKey prefix={apiKey.prefix} last4={apiKey.last4} className="text-foreground" />
      </Fact>
      <Fact term="Key id">
        <span className="flex h-5 items-center gap-1">
          <span className="truncate font-mono text-xs">{apiKey.id.slice(0, 8)}…</span>
          <CopyButton value={apiKey.id} label="key id" className="text-muted-foreground" />
        </span>
      </Fact>
      <Fact term="Tier">{pinned ?? `${workspace.plan.name} (workspace)`}</Fact>
      <Fact term="Owner">
        <span title={apiKey.owner.email}>{apiKey.owner.name}</span>
      </Fact>
      <Fact term="Last used">
        <RelativeTime at={apiKey.last_used_at} />
      </Fact>
      {apiKey.revoked_at ? (
        <Fact term="Revoked">
          <RelativeTime at={apiKey.revoked_at} />
        </Fact>
      ) : apiKey.expires_at ? (
        <Fact term="Expires">
          <RelativeTime at={apiKey.expires_at} />
        </Fact>
      ) : (
        <Fact term="Created">
          <RelativeTime at={apiKey.created_at} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground text-xs">{term}</dt>
      <dd className="mt-0.5 truncate text-sm">{children}</dd>
    </div>
  );
}
