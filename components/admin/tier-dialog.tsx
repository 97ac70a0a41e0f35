'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { catalogQuery } from '@/components/workspaces/queries';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { comparePlans, missingNumbers } from './compare-plans';
import { CustomNumbers, type TypedNumbers, toOverrides } from './custom-numbers';
import { PlanComparison } from './plan-comparison';
import { usePatchWorkspace } from './use-admin';

interface TierDialogProps {
  workspace: WorkspaceView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Moves a workspace to another plan of its catalog, after showing what that changes. */
export function TierDialog({ workspace, open, onOpenChange }: TierDialogProps) {
  const { data: catalog } = useQuery({ ...catalogQuery(workspace.catalog.id), enabled: open });
  const [slug, setSlug] = useState(workspace.plan.slug);
  const [numbers, setNumbers] = useState<TypedNumbers>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const patch = usePatchWorkspace(workspace.id);
  const plans = [...(catalog?.plans ?? [])].sort((a, b) => a.rank - b.rank);
  const chosen = plans.find((plan) => plan.slug === slug);
  const changed = chosen !== undefined && slug !== workspace.plan.slug;
  const missing = changed ? missingNumbers(chosen, workspace.overrides) : [];

  const choose = (next: string) => {
    setSlug(next);
    setProblems({});
    patch.reset();
  };

  const submit = () => {
    if (!chosen) return;
    const typed = toOverrides(missing, numbers);
    setProblems(typed.errors);
    if (Object.keys(typed.errors).length > 0) return;
    const overrides = typed.limits.length > 0 ? [...workspace.overrides, ...typed.limits] : undefined;
    patch.mutate(
      { plan: slug, ...(overrides ? { overrides } : {}) },
      {
        onSuccess: () => {
          toast.success(`${workspace.name} is on ${chosen.name}`, {
            description: 'In force on the next request. What was used is kept.',
          });
          onOpenChange(false);
        },
      },
    );
  };

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        size="lg"
        title="Change tier"
        description={`${workspace.name} is on the plan ${workspace.plan.name} of the catalog ${workspace.catalog.name}.`}
        footer={
          <>
            <DialogClose render={<Button variant="outline">Cancel</Button>} />
            <Button disabled={!changed} pending={patch.isPending} onClick={submit}>
              {changed ? `Change tier to ${chosen.name}` : 'Change tier'}
            </Button>
          </>
        }
      >
        {!catalog ? (
          <div aria-busy className="grid gap-2 sm:grid-cols-2">
            {['one', 'two', 'three', 'four'].map((name) => (
              <Skeleton key={name} className="h-16" />
            ))}
          </div>
        ) : (
          <div className="flex flex-col gap-4">
            <RadioGroup
              aria-label="Plan"
              value={slug}
              onValueChange={(next) => choose(String(next))}
              className="grid gap-2 sm:grid-cols-2"
            >
              {plans.map((plan) => (
                <RadioCard
                  key={plan.slug}
                  value={plan.slug}
                  label={<PlanName plan={plan} current={plan.slug === workspace.plan.slug} />}
                  detail={planDetail(plan)}
                />
              ))}
            </RadioGroup>
            {missing.length > 0 && (
              <CustomNumbers
                limits={missing}
                currency={workspace.catalog.currency}
                numbers={numbers}
                errors={problems}
                onChange={setNumbers}
              />
            )}
            {patch.isError && (
              <p role="alert" className="flex gap-2 rounded-md bg-danger-soft p-3 text-danger text-sm">
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {errorText(patch.error).message}
              </p>
            )}
            {changed ? (
              <>
                {!chosen.api_access && (
                  <p className="rounded-md bg-warning-soft p-3 text-sm text-warning">
                    {chosen.name} has no API access: every key of this workspace is refused with 403 from the
                    next request on. Browser sessions go on.
                  </p>
                )}
                <PlanComparison
                  from={workspace.plan.name}
                  to={chosen.name}
                  changes={comparePlans(
                    workspace.plan,
                    chosen,
                    workspace.overrides,
                    workspace.catalog.currency,
                  )}
                />
                <p className="text-muted-foreground text-sm">
                  The new limits are in force on the next request, on every instance. What was used stays
                  counted. Custom limits of this workspace stay.
                </p>
              </>
            ) : (
              <p className="text-muted-foreground text-sm">Pick a plan to see what it changes.</p>
            )}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}

const PlanName = ({ plan, current }: { plan: PlanView; current: boolean }) => (
  <span className="flex items-center gap-2">
    {plan.name}
    {current && <Badge tone="accent">current</Badge>}
  </span>
);

function planDetail(plan: PlanView): string {
  const parts = [`${plan.limits.length} limits`];
  if (plan.limits.some((limit) => limit.custom)) parts.push('custom numbers');
  if (!plan.api_access) parts.push('no API keys');
  return parts.join(' · ');
}
