'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { ApiError, errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { FormAlert } from '@/components/ui/form-alert';
import type { CatalogView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { KeyFields } from './key-fields';
import { controlFor, EMPTY_KEY_FORM, type KeyFormValues, keyFormResolver, toInput } from './key-form';
import { KeySentence } from './key-sentence-line';
import { KeysNotInPlan } from './keys-not-in-plan';
import { RevealDialog } from './reveal-dialog';
import { useCreateKey } from './use-key-changes';

interface CreateKeyDialogProps {
  workspace: WorkspaceView;
  /** undefined while it loads. */
  catalog: CatalogView | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The key was created and its dialog closed: whether its secret was shown belongs to the caller's flow. */
  onCreated?: (secret: string) => void;
}

const FORM_ID = 'create-key';

export function CreateKeyDialog({ workspace, catalog, open, onOpenChange, onCreated }: CreateKeyDialogProps) {
  const create = useCreateKey(workspace.id);
  const form = useForm<KeyFormValues>({ resolver: keyFormResolver, defaultValues: EMPTY_KEY_FORM });
  const [secret, setSecret] = useState<{ name: string; key: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function change(next: boolean) {
    if (create.isPending) return;
    if (!next) {
      form.reset(EMPTY_KEY_FORM);
      setProblem(null);
    }
    onOpenChange(next);
  }

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const created = await create.mutateAsync(toInput(values, Date.now()));
      form.reset(EMPTY_KEY_FORM);
      onOpenChange(false);
      onCreated?.(created.key);
      setSecret({ name: created.name, key: created.key });
    } catch (error) {
      const control = error instanceof ApiError ? controlFor(error.details.field) : null;
      if (control) form.setError(control, { message: errorText(error).message }, { shouldFocus: true });
      else setProblem(errorText(error).message);
    }
  });

  const allowed = workspace.plan.api_access;
  const plans = catalog?.plans;
  return (
    <>
      <Dialog open={open} onOpenChange={change}>
        <DialogContent
          title="Create key"
          description={allowed ? undefined : `${workspace.plan.name} of ${workspace.catalog.name}`}
          footer={
            allowed ? (
              <>
                <KeySentence form={form} workspace={workspace} plans={plans} />
                <DialogClose render={<Button variant="outline">Cancel</Button>} />
                <Button type="submit" form={FORM_ID} pending={create.isPending}>
                  Create key
                </Button>
              </>
            ) : undefined
          }
        >
          {allowed ? (
            <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-5">
              <FormAlert>{problem}</FormAlert>
              <KeyFields form={form} workspace={workspace} plans={plans} />
            </form>
          ) : (
            <KeysNotInPlan workspace={workspace} catalog={catalog} />
          )}
        </DialogContent>
      </Dialog>
      <RevealDialog
        title={secret ? `${secret.name} is ready` : ''}
        secret={secret?.key ?? null}
        onClose={() => setSecret(null)}
      />
    </>
  );
}
