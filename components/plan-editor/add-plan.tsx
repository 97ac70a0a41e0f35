'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { CatalogView, PublishedPlanView } from '@/lib/plans/schema';
import { bodyOf } from './plan-form';
import { useAddPlan } from './queries';

interface AddPlanProps {
  open: boolean;
  catalog: CatalogView;
  /** The plan whose limits the new one begins with. */
  model: PublishedPlanView;
  onClose: () => void;
  onAdded: (slug: string) => void;
}

const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, 40);

/** Adds a plan to a catalog, above the others; nobody is on it yet. */
export function AddPlan({ open, catalog, model, onClose, onAdded }: AddPlanProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | undefined>();
  const add = useAddPlan(catalog.id);
  const submit = () => {
    const slug = slugOf(name);
    const wrong = slug === '' ? 'Enter a name with at least one letter.' : undefined;
    setError(wrong);
    if (wrong) return;
    add.mutate(
      { ...bodyOf(model), name: name.trim(), slug },
      {
        onSuccess: () => {
          toast.success(`${name.trim()} added`, { description: 'Nobody is on it yet.' });
          onAdded(slug);
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Add a plan to ${catalog.name}`}
      description={`It begins with the limits of ${model.name} and ranks above the others. It is published at once; nobody is on it.`}
      action="Add plan"
      pending={add.isPending}
      onSubmit={submit}
      error={add.error}
    >
      <Field
        label="Name"
        description={`In the API: “${slugOf(name) || '…'}”. It cannot be changed later.`}
        {...(error === undefined ? {} : { error })}
      >
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
