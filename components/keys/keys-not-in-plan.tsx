import { ArrowUpRight, KeyRound, Mail } from 'lucide-react';
import { buttonVariants } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { CatalogView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';

interface KeysNotInPlanProps {
  workspace: WorkspaceView;
  /** undefined while it loads. */
  catalog: CatalogView | undefined;
}

/** Why this plan has no keys, and the way to one that has. */
export function KeysNotInPlan({ workspace, catalog }: KeysNotInPlanProps) {
  const next = catalog?.plans.find((plan) => plan.api_access && plan.rank > workspace.plan.rank);
  return (
    <EmptyState
      icon={KeyRound}
      title={`${workspace.plan.name} has no API keys`}
      className="py-6"
      action={
        catalog ? (
          <div className="flex flex-wrap justify-center gap-2">
            {/^https:/.test(catalog.upgrade_url) ? (
              <a href={catalog.upgrade_url} target="_blank" rel="noreferrer" className={buttonVariants()}>
                See plans <ArrowUpRight aria-hidden />
              </a>
            ) : null}
            <a href={`mailto:${catalog.sales_email}`} className={buttonVariants({ variant: 'outline' })}>
              <Mail aria-hidden /> Write to {catalog.sales_email}
            </a>
          </div>
        ) : undefined
      }
    >
      <p>
        {next
          ? `Keys come with ${next.name} and above. The moment your workspace is on ${next.name}, you can create one here.`
          : 'Ask an admin of this Headroom to move your workspace to a plan with keys.'}
      </p>
      <p className="mt-2">Signed in here you can use what your plan includes without a key.</p>
    </EmptyState>
  );
}
