'use client';

import { useId } from 'react';
import { CardContent } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { LimitRows } from './limit-rows';
import type { PlanErrors, PlanForm } from './plan-form';
import { SizeFields } from './size-fields';

const PRIORITIES = [
  { value: '1', label: 'Low', detail: 'Waits longest when an upstream is full' },
  { value: '2', label: 'Medium' },
  { value: '3', label: 'High' },
  { value: '4', label: 'Critical', detail: 'Eight times the turns of Low' },
] as const;

interface EditorFieldsProps {
  form: PlanForm;
  errors: PlanErrors;
  currency: string;
  zone: string;
  onChange: (form: PlanForm) => void;
}

/** A plan as a form. */
export function EditorFields({ form, errors, currency, zone, onChange }: EditorFieldsProps) {
  const set = (change: Partial<PlanForm>) => onChange({ ...form, ...change });
  const access = useId();
  return (
    <>
      <CardContent className="grid gap-4 sm:grid-cols-[1fr_12rem_auto]">
        <Field label="Name" {...(errors.name === undefined ? {} : { error: errors.name })}>
          <Input value={form.name} maxLength={60} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label="Priority">
          <Select
            options={PRIORITIES}
            value={String(form.priority) as (typeof PRIORITIES)[number]['value']}
            onValueChange={(priority) => set({ priority: Number(priority) })}
          />
        </Field>
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={access}>API keys</Label>
          <span className="flex h-8 items-center gap-2 text-sm">
            <Switch
              id={access}
              checked={form.api_access}
              onCheckedChange={(api_access) => set({ api_access })}
            />
            <span aria-hidden>{form.api_access ? 'Included' : 'Not included'}</span>
          </span>
        </div>
      </CardContent>
      <LimitRows
        rows={form.limits}
        errors={errors}
        currency={currency}
        zone={zone}
        onChange={(limits) => set({ limits })}
      />
      <SizeFields form={form.sizes} errors={errors} onChange={(sizes) => set({ sizes })} />
    </>
  );
}
