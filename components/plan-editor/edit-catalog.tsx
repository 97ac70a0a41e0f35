'use client';

import { useState } from 'react';
import { ApiError } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { CatalogView } from '@/lib/plans/schema';
import { useEditCatalog } from './queries';

interface EditCatalogProps {
  open: boolean;
  catalog: CatalogView;
  onClose: () => void;
}

const FIELDS = ['name', 'upgrade_url', 'sales_email'] as const;
type FieldName = (typeof FIELDS)[number];

/** A catalog's name, and where its members are sent for more. What keys, prices and periods rest on stays. */
export function EditCatalog({ open, catalog, onClose }: EditCatalogProps) {
  const [form, setForm] = useState<Record<FieldName, string>>(catalog);
  const edit = useEditCatalog(catalog.id);
  const send = useOnce(edit);
  const changed = FIELDS.filter((field) => form[field].trim() !== catalog[field]);
  const wrong = wrongField(edit.error);
  const field = (name: FieldName) => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => {
      if (edit.isError) edit.reset();
      setForm({ ...form, [name]: event.target.value });
    },
  });
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={`Edit ${catalog.name}`}
      description="In force at once: in refusals, on the plans page and in the docs."
      action="Save catalog"
      disabled={changed.length === 0}
      pending={edit.isPending}
      error={wrong ? undefined : edit.error}
      onSubmit={() =>
        send(Object.fromEntries(changed.map((name) => [name, form[name].trim()])), () => {
          toast.success(`${form.name.trim()} saved`);
          onClose();
        })
      }
    >
      <Field label="Name" error={wrong?.name}>
        <Input {...field('name')} maxLength={60} />
      </Field>
      <Field
        label="Upgrade page"
        description="Where refusals send people for a larger plan: a web address, or a path such as /plans."
        error={wrong?.upgrade_url}
      >
        <Input {...field('upgrade_url')} inputMode="url" maxLength={300} />
      </Field>
      <Field
        label="Sales e-mail"
        description="Whom people write to for custom limits."
        error={wrong?.sales_email}
      >
        <Input {...field('sales_email')} type="email" maxLength={200} />
      </Field>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-1 border-t pt-3 text-xs [&_dd]:min-w-0 [&_dd]:truncate [&_dt]:text-muted-foreground">
        <dt>Id</dt>
        <dd className="font-mono">{catalog.id}</dd>
        <dt>Key prefix</dt>
        <dd className="font-mono">{catalog.key_prefix}</dd>
        <dt>Contract</dt>
        <dd>{catalog.contract}</dd>
        <dt>Currency</dt>
        <dd>{catalog.currency}</dd>
        <dt>Time zone</dt>
        <dd>{catalog.time_zone}</dd>
      </dl>
      <p className="text-muted-foreground text-xs">
        These stay: keys carry the prefix, clients rely on the contract, and budgets and prices are counted in
        the currency and in days of the time zone.
      </p>
    </FormDialog>
  );
}

/** The server's words at the field that they speak of. */
function wrongField(error: unknown): Partial<Record<FieldName, string>> | null {
  if (!(error instanceof ApiError)) return null;
  const name = FIELDS.find((field) => field === error.details.field);
  return name ? { [name]: error.message } : null;
}
