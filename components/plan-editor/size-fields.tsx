'use client';

import { useId } from 'react';
import { CardContent } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { Switch } from '@/components/ui/switch';
import type { PlanErrors } from './plan-form';
import { SIZES, type SizesForm } from './sizes-form';

interface SizeFieldsProps {
  form: SizesForm;
  errors: PlanErrors;
  onChange: (form: SizesForm) => void;
}

/** What one upload may carry on a plan. Storage and uploads at a time are limits like any other. */
export function SizeFields({ form, errors, onChange }: SizeFieldsProps) {
  const included = useId();
  return (
    <CardContent className="flex flex-col gap-4 border-t pt-3">
      <div className="flex min-h-8 items-center gap-2">
        <Switch
          id={included}
          checked={form.included}
          onCheckedChange={(next) => onChange({ ...form, included: next })}
        />
        <Label htmlFor={included}>Uploads</Label>
        <span className="text-muted-foreground text-sm">
          {form.included ? 'A file beyond its size is refused with 413.' : 'Not in this plan.'}
        </span>
      </div>
      {form.included ? (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {SIZES.map(({ field, label, unit }) => (
            <Field key={field} label={label} hint={unit} error={errors[field]}>
              <Input
                inputMode="decimal"
                className="tabular-nums"
                value={form[field]}
                onChange={(event) => onChange({ ...form, [field]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      ) : null}
    </CardContent>
  );
}
