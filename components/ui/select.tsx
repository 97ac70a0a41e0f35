'use client';

import { ChevronsUpDown } from 'lucide-react';
import type { ComponentType } from 'react';
import { cn } from './cn';
import { useFirstUse } from './first-use';
import { type SelectProps, selectFieldClass } from './select-props';

/** A choice of one. Inside a Field the label and the note are wired; alone it needs `aria-label`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { Loaded, trigger } = useFirstUse<SelectProps<Value>>(loadPopup);
  if (Loaded) return <Loaded {...props} />;
  const { options, value, onValueChange: _, placeholder, className, size, name: __, ...rest } = props;
  const chosen = options.find((option) => option.value === value);
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      className={selectFieldClass({ size, className })}
      {...rest}
      {...trigger}
    >
      <span className={cn('truncate', !chosen && 'text-muted-foreground')}>
        {chosen?.label ?? placeholder}
      </span>
      <ChevronsUpDown className="size-3.5 text-muted-foreground" aria-hidden />
    </button>
  );
}

const loadPopup = <Value extends string>(): Promise<ComponentType<SelectProps<Value>>> =>
  import('./select-popup').then((module) => module.SelectPopup<Value>);
