'use client';

import { ChevronRight } from 'lucide-react';
import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import { formatExact } from '@/components/format/number';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { PlanView } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import type { KeyFormValues } from './key-form';
import { minuteLimit, rateInput } from './minute-limit';
import { MoreKeyFields } from './more-key-fields';

export interface KeyFieldsProps {
  form: UseFormReturn<KeyFormValues>;
  workspace: WorkspaceView;
  plans: PlanView[] | undefined;
  /** Shows "More limits" from the start. */
  expanded?: boolean;
  /** Words for an expiry that the key has already. */
  currentExpiry?: string;
}

const PERIODS = [
  { value: 'month', label: 'per month' },
  { value: 'lifetime', label: 'in all' },
] as const;

/** Name, tier, RPM and budget; the rest behind "More limits". */
export function KeyFields({ form, workspace, plans, expanded, currentExpiry }: KeyFieldsProps) {
  const { control, register, formState } = form;
  const { errors } = formState;
  const slug = useWatch({ control, name: 'plan' });
  const plan = slug ? plans?.find((p) => p.slug === slug) : workspace.plan;
  const rpm = minuteLimit(plan, 'requests');
  const { currency } = workspace.catalog;
  // a pinned tier that the workspace has since fallen below stays choosable: the key has it
  const tiers = (plans ?? []).filter(
    (p) => (p.api_access && p.rank <= workspace.plan.rank) || p.slug === form.formState.defaultValues?.plan,
  );
  const moreWrong = ['tpm', 'expiryDate', 'models', 'ips', 'scopes'].some((name) => name in errors);

  return (
    <>
      <Field
        label="Name"
        description="Where the key is used, such as “Production web”."
        error={errors.name?.message}
      >
        <Input {...register('name')} autoComplete="off" maxLength={80} />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Controller
          control={control}
          name="plan"
          render={({ field }) => (
            <Field
              label="Tier"
              description="A tier of its own holds the key to that tier’s limits."
              error={errors.plan?.message}
            >
              <Select
                options={[
                  {
                    value: '',
                    label: `${workspace.plan.name} (the workspace’s)`,
                    detail: 'Follows the workspace up and down',
                  },
                  ...tiers.map((p) => ({ value: p.slug, label: p.name, detail: tierWords(p) })),
                ]}
                value={field.value}
                onValueChange={field.onChange}
              />
            </Field>
          )}
        />
        <Field label="Requests per minute" description={rpmWords(rpm)} error={errors.rpm?.message}>
          <Input {...register('rpm')} {...rateInput(rpm)} />
        </Field>
      </div>
      <Field
        label="Budget"
        hint="optional"
        description="When it is used up, requests with this key are answered 402."
        error={errors.budget?.message}
      >
        <BudgetControl form={form} currency={currency} />
      </Field>
      <details className="group/more border-t pt-4" open={expanded || moreWrong || undefined}>
        <summary className="flex h-6 w-fit list-none items-center gap-1 rounded-sm font-medium text-sm [&::-webkit-details-marker]:hidden">
          <ChevronRight
            className="size-4 text-muted-foreground transition-transform group-open/more:rotate-90"
            aria-hidden
          />
          More limits
        </summary>
        <div className="flex flex-col gap-5 pt-4">
          <MoreKeyFields form={form} plan={plan} currentExpiry={currentExpiry} />
        </div>
      </details>
    </>
  );
}

interface BudgetControlProps {
  form: UseFormReturn<KeyFormValues>;
  currency: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

function BudgetControl({ form, currency, ...field }: BudgetControlProps) {
  const symbol = new Intl.NumberFormat('en', { style: 'currency', currency })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value;
  return (
    <div className="flex gap-2">
      <div className="relative min-w-0 flex-1">
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-muted-foreground"
        >
          {symbol}
        </span>
        <Input
          {...form.register('budget')}
          {...field}
          inputMode="decimal"
          autoComplete="off"
          placeholder="No budget"
          className="pl-8 tabular-nums"
        />
      </div>
      <Controller
        control={form.control}
        name="period"
        render={({ field: period }) => (
          <Select
            aria-label="Budget period"
            options={PERIODS}
            value={period.value}
            onValueChange={period.onChange}
            className="w-32 shrink-0"
          />
        )}
      />
    </div>
  );
}

function tierWords(plan: PlanView): string {
  const limit = minuteLimit(plan, 'requests');
  if (!limit) return 'No limit of its own per minute';
  return limit.limit === null
    ? 'Unlimited requests a minute'
    : `${formatExact(limit.limit)} requests a minute`;
}

function rpmWords(limit: ReturnType<typeof minuteLimit>): string {
  const most = limit?.ceiling ?? limit?.limit;
  return most
    ? `1 to ${formatExact(Math.min(10_000, most))}; empty takes the tier’s.`
    : '1 to 10,000; empty sets no limit.';
}
