'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { comparePlans, missingNumbers } from '@/components/admin/compare-plans';
import { CustomNumbers, type TypedNumbers, toOverrides } from '@/components/admin/custom-numbers';
import { PlanComparison } from '@/components/admin/plan-comparison';
import { errorText } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Skeleton } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import { catalogQuery, workspaceQuery } from '@/components/workspaces/queries';
import type { UpgradeRequestView } from '@/lib/workspaces/upgrades/schema';
import { useAnswer } from './queries';

interface AnswerDialogProps {
  request: UpgradeRequestView;
  verdict: 'approve' | 'decline';
  open: boolean;
  onClose: () => void;
}

/** Approves or declines one request, with a note and, where the plan wants them, its custom numbers. */
export function AnswerDialog({ request, verdict, open, onClose }: AnswerDialogProps) {
  const [note, setNote] = useState('');
  const [numbers, setNumbers] = useState<TypedNumbers>({});
  const [problems, setProblems] = useState<Record<string, string>>({});
  const workspace = useQuery(workspaceQuery(request.workspace.id)).data;
  const catalog = useQuery(catalogQuery(request.workspace.catalog)).data;
  const answer = useAnswer(request);
  const send = useOnce(answer);
  const plan = catalog?.plans.find((candidate) => candidate.slug === request.to.slug);
  const approve = verdict === 'approve';
  const missing = approve && plan && workspace ? missingNumbers(plan, workspace.overrides) : [];

  const submit = () => {
    if (!workspace) return;
    const typed = toOverrides(missing, numbers);
    setProblems(typed.errors);
    if (Object.keys(typed.errors).length > 0) return;
    const overrides = typed.limits.length > 0 ? [...workspace.overrides, ...typed.limits] : undefined;
    send({ verdict, note: note.trim(), ...(overrides ? { overrides } : {}) }, () => {
      if (approve)
        toast.success(`${request.workspace.name} is on ${request.to.name}`, {
          description: 'In force on the next request. What was used is kept.',
        });
      else toast.success(`Request of ${request.workspace.name} declined`);
      onClose();
    });
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      size="lg"
      title={`${approve ? 'Approve' : 'Decline'} ${request.to.name} for ${request.workspace.name}`}
      description={
        approve
          ? 'The new limits are in force on the next request, on every instance. What was used stays counted.'
          : `${request.workspace.name} stays on ${request.current.name}. Its members see your note.`
      }
      action={approve ? `Approve ${request.to.name}` : 'Decline request'}
      variant={approve ? 'primary' : 'destructive'}
      pending={answer.isPending}
      disabled={!workspace || !catalog}
      onSubmit={submit}
    >
      {request.note ? (
        <p className="whitespace-pre-line break-words rounded-md bg-muted px-3 py-2 text-sm">
          {request.requested_by.name}: “{request.note}”
        </p>
      ) : null}
      <Field label="Note" hint="optional" description="Members of the workspace read it in their history.">
        <Textarea value={note} maxLength={1000} rows={2} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {missing.length > 0 && workspace ? (
        <CustomNumbers
          limits={missing}
          currency={workspace.catalog.currency}
          numbers={numbers}
          errors={problems}
          onChange={setNumbers}
        />
      ) : null}
      <FormAlert>{answer.isError ? errorText(answer.error).message : null}</FormAlert>
      {!approve ? null : plan && workspace ? (
        <PlanComparison
          from={workspace.plan.name}
          to={plan.name}
          changes={comparePlans(workspace.plan, plan, workspace.overrides, workspace.catalog.currency)}
        />
      ) : (
        <Skeleton className="h-40" />
      )}
    </FormDialog>
  );
}
