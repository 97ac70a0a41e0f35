'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { FormAlert } from '@/components/ui/form-alert';
import { toast } from '@/components/ui/toast';
import type { PlanView } from '@/lib/plans/schema';
import { useRemovePlan } from './queries';

interface RemovePlanProps {
  plan: PlanView;
  /** A catalog keeps its last plan. */
  only: boolean;
  onRemoved: () => void;
}

/** Removes a plan that nobody is on. */
export function RemovePlan({ plan, only, onRemoved }: RemovePlanProps) {
  const [open, setOpen] = useState(false);
  const remove = useRemovePlan();
  return (
    <>
      <Button variant="ghost" disabled={only} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        Remove {plan.name}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          remove.reset();
        }}
        destructive
        title={`Remove the plan ${plan.name}?`}
        description="Only a plan that no workspace, key or open request needs can be removed. Running traffic is not touched."
        action="Remove plan"
        pending={remove.isPending}
        onAction={() =>
          remove.mutate(plan.id, {
            onSuccess: () => {
              toast.success(`${plan.name} removed`);
              setOpen(false);
              onRemoved();
            },
          })
        }
      >
        <FormAlert>{remove.isError ? errorText(remove.error).message : null}</FormAlert>
      </AlertDialog>
    </>
  );
}
