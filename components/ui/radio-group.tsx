'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup as RadioGroupPrimitive } from '@base-ui/react/radio-group';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

export function RadioGroup({ className, ...props }: ComponentProps<typeof RadioGroupPrimitive>) {
  return <RadioGroupPrimitive className={cn('flex flex-col gap-2', className as string)} {...props} />;
}

interface RadioCardProps {
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  disabled?: boolean;
  className?: string;
}

/** A choice of a RadioGroup as a framed row; the whole row is the target. */
export function RadioCard({ value, label, detail, disabled, className }: RadioCardProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Radio.Root renders the control inside
    <label
      className={cn(
        'flex cursor-pointer items-start gap-2.5 rounded-md border border-border p-3 transition-colors hover:bg-muted has-data-checked:border-primary has-data-checked:bg-primary-soft has-data-disabled:pointer-events-none has-data-disabled:opacity-50',
        className,
      )}
    >
      <Radio.Root
        value={value}
        disabled={disabled}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-input bg-background data-checked:border-primary data-checked:bg-primary"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-primary-foreground data-unchecked:hidden" />
      </Radio.Root>
      <span className="min-w-0 text-sm">
        <span className="block font-medium">{label}</span>
        {detail ? <span className="block text-muted-foreground text-xs">{detail}</span> : null}
      </span>
    </label>
  );
}
