'use client';

import { Select as SelectPrimitive } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { controlClass } from './input';
import { popupClass } from './popup';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** A second, quieter line in the list. */
  detail?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  id?: string;
  name?: string;
  disabled?: boolean;
  placeholder?: string;
  className?: string;
  /** Quiet look for toolbars. */
  size?: 'sm' | 'md';
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

/** A choice of one. Inside a Field the label and the note are wired; alone it needs `aria-label`. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  id,
  name,
  disabled,
  placeholder,
  className,
  size = 'md',
  ...aria
}: SelectProps<Value>) {
  return (
    <SelectPrimitive.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as Value)}
      name={name}
      disabled={disabled}
    >
      <SelectPrimitive.Trigger
        id={id}
        className={cn(
          controlClass,
          'flex cursor-default items-center justify-between gap-2 whitespace-nowrap px-2.5 text-left hover:bg-muted',
          size === 'sm' ? 'h-7 text-xs pointer-coarse:h-9' : 'h-8 pointer-coarse:h-10',
          className,
        )}
        {...aria}
      >
        <SelectPrimitive.Value
          // '' may be a choice of its own, which Base UI would take for an empty field
          className={cn('truncate', !options.some((o) => o.value === value) && 'text-muted-foreground')}
          placeholder={placeholder}
        />
        <SelectPrimitive.Icon>
          <ChevronsUpDown className="size-3.5 text-muted-foreground" aria-hidden />
        </SelectPrimitive.Icon>
      </SelectPrimitive.Trigger>
      <SelectPrimitive.Portal>
        <SelectPrimitive.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
          <SelectPrimitive.Popup
            className={cn(popupClass, 'min-w-(--anchor-width) max-w-(--available-width)')}
          >
            <SelectPrimitive.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <SelectPrimitive.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="grid cursor-default select-none grid-cols-[1rem_1fr] items-start gap-2 rounded-sm py-1.5 pr-3 pl-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-accent pointer-coarse:py-2.5"
                >
                  <SelectPrimitive.ItemIndicator className="col-start-1 pt-0.5">
                    <Check className="size-4" aria-hidden />
                  </SelectPrimitive.ItemIndicator>
                  <span className="col-start-2 min-w-0">
                    <SelectPrimitive.ItemText>{option.label}</SelectPrimitive.ItemText>
                    {option.detail ? (
                      <span className="block text-muted-foreground text-xs">{option.detail}</span>
                    ) : null}
                  </span>
                </SelectPrimitive.Item>
              ))}
            </SelectPrimitive.List>
          </SelectPrimitive.Popup>
        </SelectPrimitive.Positioner>
      </SelectPrimitive.Portal>
    </SelectPrimitive.Root>
  );
}
