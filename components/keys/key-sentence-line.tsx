'use client';

import { type UseFormReturn, useWatch } from 'react-hook-form';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import type { KeyFormValues } from './key-form';
import { keySentence } from './key-sentence';

interface KeySentenceProps {
  form: UseFormReturn<KeyFormValues>;
  workspace: WorkspaceView;
  plans: PlanView[] | undefined;
}

/** What the key may do as the form stands now. */
export function KeySentence({ form, workspace, plans }: KeySentenceProps) {
  const values = { ...form.getValues(), ...useWatch({ control: form.control }) } as KeyFormValues;
  const plan = values.plan ? plans?.find((p) => p.slug === values.plan) : workspace.plan;
  return (
    <p aria-live="polite" className="w-full text-pretty rounded-md bg-muted px-3 py-2 text-sm">
      {keySentence(values, { plan, currency: workspace.catalog.currency, nowMs: Date.now() })}
    </p>
  );
}
