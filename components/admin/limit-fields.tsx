'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { METRICS, SCOPES } from '@/lib/plans/limit';
import { capacityUnit, type LimitForm, type LimitFormErrors } from './limit-form';

interface LimitFieldsProps {
  form: LimitForm;
  errors: LimitFormErrors;
  /** Which limit it is stands fast: only its number and note can change. */
  fixed: boolean;
  /** Whether a note may be left with it; it may unless said. */
  noted?: boolean;
  currency: string;
  onChange: (change: Partial<LimitForm>) => void;
}

const METRIC_LABELS: Record<LimitForm['metric'], string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  cost: 'Spend',
  messages: 'Messages',
  descriptions: 'Descriptions',
  bytes: 'Bytes',
};

const SCOPE_OPTIONS = SCOPES.map((value) => ({
  value,
  label: { key: 'Each key', user: 'Each member', workspace: 'Whole workspace' }[value],
}));

const WINDOW_OPTIONS = [
  { value: 'rolling', label: 'Rolling', detail: 'Any span of this length that ends now' },
  { value: 'day', label: 'Calendar day' },
  { value: 'month', label: 'Calendar month' },
  { value: 'lifetime', label: 'In all', detail: 'Never resets' },
  { value: 'concurrent', label: 'At once', detail: 'Calls in flight' },
  { value: 'standing', label: 'Level', detail: 'Stored bytes' },
] as const;

const METRIC_OPTIONS = METRICS.map((value) => ({ value, label: METRIC_LABELS[value] }));

/** The fields of one custom limit. */
export function LimitFields({ form, errors, fixed, noted = true, currency, onChange }: LimitFieldsProps) {
  const calendar = form.windowKind === 'day' || form.windowKind === 'month';
  return (
    <>
      {!fixed && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="What is counted" error={errors.metric}>
            <Select
              options={METRIC_OPTIONS}
              value={form.metric}
              onValueChange={(metric) => onChange({ metric })}
            />
          </Field>
          <Field label="Resource" hint="optional" error={errors.resource} description="Empty: all of them.">
            <Input
              placeholder="chat, images, uploads…"
              value={form.resource}
              onChange={(event) => onChange({ resource: event.target.value })}
            />
          </Field>
          <Field label="Counted for" error={errors.scope}>
            <Select
              options={SCOPE_OPTIONS}
              value={form.scope}
              onValueChange={(scope) => onChange({ scope })}
            />
          </Field>
          <Field label="Window" error={errors.windowKind}>
            <Select
              options={WINDOW_OPTIONS}
              value={form.windowKind}
              onValueChange={(windowKind) => onChange({ windowKind })}
            />
          </Field>
          {form.windowKind === 'rolling' && (
            <Field
              label="Length"
              hint="seconds"
              error={errors.seconds}
              description="60 is a minute, 86400 a day."
            >
              <Input
                inputMode="numeric"
                value={form.seconds}
                onChange={(event) => onChange({ seconds: event.target.value })}
              />
            </Field>
          )}
          {form.windowKind === 'month' && (
            <Field label="First day of the month" error={errors.anchorDay}>
              <Input
                inputMode="numeric"
                value={form.anchorDay}
                onChange={(event) => onChange({ anchorDay: event.target.value })}
              />
            </Field>
          )}
          {calendar && (
            <Field label="Time zone" error={errors.zone} description="Where the day or month begins.">
              <Input value={form.zone} onChange={(event) => onChange({ zone: event.target.value })} />
            </Field>
          )}
        </div>
      )}
      <div className="grid grid-cols-[1fr_auto] items-start gap-x-4">
        <Field
          label="Capacity"
          hint={capacityUnit(form.metric, currency)}
          error={form.unlimited ? undefined : errors.capacity}
          description="0 refuses every call: not in the plan."
        >
          <Input
            inputMode="decimal"
            disabled={form.unlimited}
            value={form.unlimited ? '' : form.capacity}
            placeholder={form.unlimited ? 'Unlimited, still metered' : undefined}
            onChange={(event) => onChange({ capacity: event.target.value })}
          />
        </Field>
        <Label className="mt-8 flex items-center gap-2 font-normal">
          <Checkbox
            checked={form.unlimited}
            aria-label="Unlimited"
            onCheckedChange={(unlimited) => onChange({ unlimited })}
          />
          Unlimited
        </Label>
      </div>
      {noted && (
        <Field
          label="Note"
          hint="optional"
          error={errors.note}
          description="Why, for whoever reads this next."
        >
          <Textarea value={form.note} onChange={(event) => onChange({ note: event.target.value })} />
        </Field>
      )}
    </>
  );
}
