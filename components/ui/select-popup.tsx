'use client';

import { Select as SelectPrimitive } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from './cn';
import { popupClass } from './popup';
import { type SelectProps, selectFieldClass } from './select-props';

/** The list itself, open from the start; `Select` puts it in the place of its button on first use. */
export function SelectPopup<Value extends string>({
  options,
  value,
  onValueChange,
  id,
  name,
  disabled,
  placeholder,
  className,
  size,
  ...aria
}: SelectProps<Value>) {
  return (
    <SelectPrimitive.Root
      defaultOpen
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as Value)}
      name={name}
      disabled={disabled}
    >
      <SelectPrimitive.Trigger id={id} className={selectFieldClass({ size, className })} {...aria}>
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
