'use client';

import { useQuery } from '@tanstack/react-query';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import { formatExact } from '@/components/format/number';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { TagInput } from '@/components/ui/tag-input';
import { KEY_SCOPES } from '@/lib/keys/schema';
import type { PlanView } from '@/lib/plans/schema';
import type { KeyFormValues } from './key-form';
import { minuteLimit, rateInput } from './minute-limit';
import { modelsQuery } from './models-query';

const EXPIRIES = [
  { value: 'never', label: 'Never' },
  { value: '1', label: 'In 1 day' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In 1 year' },
  { value: 'date', label: 'On a date' },
] as const;

interface MoreKeyFieldsProps {
  form: UseFormReturn<KeyFormValues>;
  plan: PlanView | undefined;
  currentExpiry?: string;
}

/** Tokens per minute, expiry, models, addresses and scopes. */
export function MoreKeyFields({ form, plan, currentExpiry }: MoreKeyFieldsProps) {
  const { control, register, formState } = form;
  const { errors } = formState;
  const expiry = useWatch({ control, name: 'expiry' });
  const models = useQuery(modelsQuery);
  const tpm = minuteLimit(plan, 'tokens');
  const expiries = currentExpiry
    ? [{ value: 'keep' as const, label: `Keep: ${currentExpiry}` }, ...EXPIRIES]
    : EXPIRIES;

  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Tokens per minute"
          hint="optional"
          description={
            tpm?.limit ? `At most ${formatExact(tpm.ceiling ?? tpm.limit)} on this tier.` : undefined
          }
          error={errors.tpm?.message}
        >
          <Input {...register('tpm')} {...rateInput(tpm)} />
        </Field>
        <div className="flex flex-col gap-2">
          <Controller
            control={control}
            name="expiry"
            render={({ field }) => (
              <Field label="Expires" error={expiry === 'date' ? undefined : errors.expiryDate?.message}>
                <Select options={expiries} value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
          {expiry === 'date' ? (
            <Field label="Last day" error={errors.expiryDate?.message}>
              <Input {...register('expiryDate')} type="date" min={new Date().toISOString().slice(0, 10)} />
            </Field>
          ) : null}
        </div>
      </div>
      <Controller
        control={control}
        name="models"
        render={({ field }) => (
          <Field
            label="Models"
            hint="optional"
            description="Empty allows every model of your plan."
            error={errors.models?.message}
          >
            <TagInput
              value={field.value}
              onChange={field.onChange}
              suggestions={models.data ?? []}
              placeholder="Type a model, then Enter"
            />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="ips"
        render={({ field }) => (
          <Field
            label="Addresses"
            hint="optional"
            description="IP addresses or ranges that may use the key; empty allows all."
            error={errors.ips?.message}
          >
            <TagInput value={field.value} onChange={field.onChange} placeholder="203.0.113.7, 10.0.0.0/8" />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="scopes"
        render={({ field }) => (
          <fieldset>
            <legend className="mb-2 font-medium text-sm">Scopes</legend>
            <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
              {KEY_SCOPES.map((scope) => (
                // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox renders the control inside
                <label key={scope} className="flex min-h-6 items-center gap-2 text-sm">
                  <Checkbox
                    checked={field.value.includes(scope)}
                    onCheckedChange={(checked) =>
                      field.onChange(
                        checked ? [...field.value, scope] : field.value.filter((other) => other !== scope),
                      )
                    }
                  />
                  {scope}
                </label>
              ))}
            </div>
            <p className="mt-1.5 text-muted-foreground text-xs">None chosen allows everything in the plan.</p>
          </fieldset>
        )}
      />
    </>
  );
}
