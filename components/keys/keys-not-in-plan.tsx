import { ArrowUpRight, KeyRound } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';

interface KeysNotInPlanProps {
  workspace: WorkspaceView;
  plans: PlanView[] | undefined;
  upgradeUrl?: string;
}

/** Why this plan has no keys, and the way to one that has. */
export function KeysNotInPlan({ workspace, plans, upgradeUrl }: KeysNotInPlanProps) {
  const next = plans?.find((plan) => plan.api_access && plan.rank > workspace.plan.rank);
  return (
    <EmptyState
      icon={KeyRound}
      title={`${workspace.plan.name} has no API keys`}
      className="py-6"
      action={
        upgradeUrl ? (
          <Button nativeButton={false} render={<a href={upgradeUrl} target="_blank" rel="noreferrer" />}>
            See plans <ArrowUpRight aria-hidden />
          </Button>
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
