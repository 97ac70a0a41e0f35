'use client';

import { useState } from 'react';
import { comparePlans } from '@/components/admin/compare-plans';
import { PlanComparison } from '@/components/admin/plan-comparison';
import { errorText } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { useRequestUpgrade } from './queries';

interface RequestDialogProps {
  workspace: WorkspaceView;
  plan: PlanView;
  open: boolean;
  onClose: () => void;
}

/** Asks for another plan, after showing what it changes. */
export function RequestDialog({ workspace, plan, open, onClose }: RequestDialogProps) {
  const [note, setNote] = useState('');
  const request = useRequestUpgrade(workspace.id);
  const send = useOnce(request);
  const changes = comparePlans(workspace.plan, plan, workspace.overrides, workspace.catalog.currency);
  const custom = plan.limits.some((limit) => limit.custom);
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      size="lg"
      title={`Request ${plan.name}`}
      description={`${workspace.name} stays on ${workspace.plan.name} until an administrator answers.`}
      action={`Request ${plan.name}`}
      pending={request.isPending}
      onSubmit={() =>
        send({ plan: plan.slug, note: note.trim() }, () => {
          toast.success(`${plan.name} requested`, {
            description: 'This page tells you when it is answered.',
          });
          onClose();
        })
      }
    >
      <Field
        label="Note"
        hint="optional"
        description={
          custom
            ? 'Say which numbers you need: those of this plan are agreed with each workspace.'
            : 'What you need it for, for whoever decides.'
        }
      >
        <Textarea value={note} maxLength={1000} rows={3} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <FormAlert>{request.isError ? errorText(request.error).message : null}</FormAlert>
      <PlanComparison from={workspace.plan.name} to={plan.name} changes={changes} />
    </FormDialog>
  );
}
