'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { ApiError, errorText } from '@/components/api-client';
import { formatDate } from '@/components/format/time';
import { Button } from '@/components/ui/button';
import { FormAlert } from '@/components/ui/form-alert';
import { toast } from '@/components/ui/toast';
import type { KeyView } from '@/lib/keys/schema';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { KeyFields } from './key-fields';
import { controlFor, formOf, type KeyFormValues, keyFormResolver, toInput } from './key-form';
import { KeySentence } from './key-sentence-line';
import { useUpdateKey } from './use-key-changes';

interface EditKeyFormProps {
  apiKey: KeyView;
  workspace: WorkspaceView;
  plans: PlanView[] | undefined;
}

/** The settings of a key. What others change meanwhile is not overwritten: only touched fields are sent. */
export function EditKeyForm({ apiKey, workspace, plans }: EditKeyFormProps) {
  const update = useUpdateKey(apiKey.id);
  const form = useForm<KeyFormValues>({
    resolver: keyFormResolver,
    values: formOf(apiKey),
    resetOptions: { keepDirtyValues: true },
  });
  const [problem, setProblem] = useState<string | null>(null);
  const { isDirty, dirtyFields } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    const input = toInput(values, Date.now());
    const touched = new Set(Object.keys(dirtyFields).map((field) => BODY_FIELD[field] ?? field));
    const body = Object.fromEntries(Object.entries(input).filter(([field]) => touched.has(field)));
    try {
      const saved = await update.mutateAsync(body);
      form.reset(formOf(saved));
      toast.success('Limits saved. They hold from the next request on.');
    } catch (error) {
      const control = error instanceof ApiError ? controlFor(error.details.field) : null;
      if (control) form.setError(control, { message: errorText(error).message }, { shouldFocus: true });
      else setProblem(errorText(error).message);
    }
  });

  const restricted = apiKey.models.length + apiKey.ips.length + apiKey.scopes.length > 0;
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-5">
      <FormAlert>{problem}</FormAlert>
      <KeyFields
        form={form}
        workspace={workspace}
        plans={plans}
        expanded={restricted || apiKey.tpm !== null || apiKey.expires_at !== null}
        currentExpiry={apiKey.expires_at ? formatDate(Date.parse(apiKey.expires_at), Date.now()) : undefined}
      />
      <KeySentence form={form} workspace={workspace} plans={plans} />
      <div className="flex gap-2">
        <Button type="submit" disabled={!isDirty} pending={update.isPending}>
          Save limits
        </Button>
        {isDirty ? (
          <Button variant="ghost" onClick={() => form.reset(formOf(apiKey))}>
            Discard changes
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** Controls that are part of another field of the body. */
const BODY_FIELD: Record<string, string> = {
  period: 'budget',
  expiry: 'expires_at',
  expiryDate: 'expires_at',
};
