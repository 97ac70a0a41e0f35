'use client';

import { limitName, scopeWords } from '@/components/format/limit';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { LimitInput, PlanLimitView } from '@/lib/plans/schema';
import { idOf } from './compare-plans';
import { capacityUnit, parseCapacity } from './limit-form';

/** What was typed for each custom limit, by the limit's id. */
export type TypedNumbers = Record<string, { capacity: string; unlimited: boolean }>;

const NOTHING = { capacity: '', unlimited: false };

/** The typed numbers as overrides, or one sentence for each that is missing or wrong. */
export function toOverrides(
  limits: readonly PlanLimitView[],
  numbers: TypedNumbers,
): { limits: LimitInput[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const overrides = limits.flatMap((limit): LimitInput[] => {
    const id = idOf(limit);
    const metric = limit.metric as LimitInput['metric'];
    const { capacity: text, unlimited } = numbers[id] ?? NOTHING;
    const capacity = unlimited ? null : parseCapacity(text, metric);
    if (typeof capacity === 'string') {
      errors[id] = capacity;
      return [];
    }
    const scope = limit.scope as LimitInput['scope'];
    return [{ metric, resource: limit.resource ?? '', scope, window: limit.window, capacity }];
  });
  return { limits: overrides, errors };
}

interface CustomNumbersProps {
  limits: readonly PlanLimitView[];
  currency: string;
  numbers: TypedNumbers;
  errors: Readonly<Record<string, string>>;
  onChange: (numbers: TypedNumbers) => void;
}

/** A custom plan has no numbers of its own: they are asked for here. */
export function CustomNumbers({ limits, currency, numbers, errors, onChange }: CustomNumbersProps) {
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border p-4">
      <legend className="px-1 font-medium text-sm">Numbers of this workspace</legend>
      {limits.map((limit) => {
        const id = idOf(limit);
        const typed = numbers[id] ?? NOTHING;
        const set = (change: Partial<typeof NOTHING>) =>
          onChange({ ...numbers, [id]: { ...typed, ...change } });
        return (
          <div key={id} className="grid items-start gap-x-4 gap-y-2 sm:grid-cols-[1fr_auto]">
            <Field
              label={limitName(limit)}
              hint={scopeWords(limit.scope)}
              error={typed.unlimited ? undefined : errors[id]}
            >
              <Input
                inputMode="decimal"
                placeholder={capacityUnit(limit.metric as LimitInput['metric'], currency)}
                disabled={typed.unlimited}
                value={typed.unlimited ? '' : typed.capacity}
                onChange={(event) => set({ capacity: event.target.value })}
              />
            </Field>
            <Label className="flex min-h-6 items-center gap-2 font-normal sm:mt-8">
              <Checkbox
                checked={typed.unlimited}
                onCheckedChange={(unlimited) => set({ unlimited })}
                aria-label={`${limitName(limit)}: unlimited`}
              />
              Unlimited
            </Label>
          </div>
        );
      })}
    </fieldset>
  );
}
