'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { toast } from '@/components/ui/toast';
import type { ManagedModelView, UpstreamView } from '@/lib/models/schema';
import type { CatalogView } from '@/lib/plans/schema';
import { ModelFields } from './model-fields';
import { emptyModelForm, type ModelFormErrors, parseModelForm, toModelForm, withChange } from './model-form';
import { useSaveModel } from './use-models';

export interface ModelDialogProps {
  open: boolean;
  /** null adds one. */
  model: ManagedModelView | null;
  catalogs: readonly CatalogView[];
  upstreams: readonly UpstreamView[];
  /** Chosen at first for a new one. */
  catalog: string;
  onClose: () => void;
}

/** Adds or changes a model. Mount it anew for each. */
export function ModelDialog({ open, model, catalogs, upstreams, catalog, onClose }: ModelDialogProps) {
  const [form, setForm] = useState(() =>
    model ? toModelForm(model) : emptyModelForm(catalog || (catalogs[0]?.id ?? ''), upstreams[0]?.id ?? ''),
  );
  const [errors, setErrors] = useState<ModelFormErrors>({});
  const save = useSaveModel(model?.id ?? null);

  const submit = () => {
    const parsed = parseModelForm(form);
    setErrors('errors' in parsed ? parsed.errors : {});
    if ('errors' in parsed) return;
    const { catalog: _, ...changes } = parsed.model;
    save.mutate(model ? changes : parsed.model, {
      onSuccess: () => {
        toast.success(model ? `${parsed.model.name} is saved` : `${parsed.model.name} is added`, {
          description: 'In force on the next request.',
        });
        onClose();
      },
    });
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      size="lg"
      title={model ? `Edit ${model.name}` : 'Add model'}
      description={
        model
          ? 'In force on the next request. What already runs is charged by the price it began with.'
          : 'Callable on the next request, by the keys of its catalog.'
      }
      action={model ? 'Save model' : 'Add model'}
      pending={save.isPending}
      onSubmit={submit}
      error={save.error}
    >
      <ModelFields
        form={form}
        errors={errors}
        fixedCatalog={model !== null}
        catalogs={catalogs}
        upstreams={upstreams}
        onChange={(change) => setForm(withChange(form, change))}
      />
    </FormDialog>
  );
}
