'use client';

import { useState } from 'react';
import { LimitFields } from '@/components/admin/limit-fields';
import { emptyLimitForm, type LimitFormErrors, parseLimitForm } from '@/components/admin/limit-form';
import { FormDialog } from '@/components/form-dialog';
import { FormAlert } from '@/components/ui/form-alert';
import { type LimitRow, toForm } from './plan-form';

interface AddLimitProps {
  open: boolean;
  currency: string;
  zone: string;
  /** Ids of the limits that the plan has. */
  taken: readonly string[];
  onAdd: (row: LimitRow) => void;
  onClose: () => void;
}

/** Adds a limit to the plan that is being edited; nothing is saved yet. */
export function AddLimit({ open, currency, zone, taken, onAdd, onClose }: AddLimitProps) {
  const [form, setForm] = useState(() => emptyLimitForm(zone));
  const [errors, setErrors] = useState<LimitFormErrors>({});
  const [twice, setTwice] = useState(false);

  const submit = () => {
    const parsed = parseLimitForm(form);
    if ('errors' in parsed) return setErrors(parsed.errors);
    setErrors({});
    const { metric, resource, scope, window, capacity } = parsed.limit;
    const limit = { metric, resource: resource || null, scope, window, limit: capacity };
    const [row] = toForm({
      name: '',
      api_access: true,
      priority: 1,
      limits: [{ ...limit, ceiling: null, custom: false }],
      sizes: null,
    }).limits;
    if (!row) return;
    setTwice(taken.includes(row.id));
    if (taken.includes(row.id)) return;
    onAdd(row);
    onClose();
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Add limit"
      description="It becomes part of the plan when you save it."
      action="Add limit"
      onSubmit={submit}
    >
      <LimitFields
        form={form}
        errors={errors}
        fixed={false}
        noted={false}
        currency={currency}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      <FormAlert>
        {twice ? 'The plan has this limit already: change its number in the table.' : null}
      </FormAlert>
    </FormDialog>
  );
}
