'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { DayPicker, type DayPickerProps } from 'react-day-picker';
import { buttonVariants } from './button';
import { cn } from './cn';

/** A month grid; all of DayPicker's modes. Ranges show their ends filled and their middle tinted. */
export function Calendar({ className, ...props }: DayPickerProps) {
  const nav = cn(buttonVariants({ variant: 'ghost', size: 'icon-sm' }), 'aria-disabled:opacity-40');
  return (
    <DayPicker
      showOutsideDays
      className={cn('w-fit text-sm', className)}
      classNames={{
        months: 'relative flex flex-col gap-4 sm:flex-row',
        month: 'flex flex-col gap-2',
        month_caption: 'flex h-7 items-center justify-center',
        caption_label: 'font-medium text-sm',
        nav: 'absolute inset-x-0 top-0 z-1 flex items-center justify-between',
        button_previous: nav,
        button_next: nav,
        month_grid: 'border-separate border-spacing-y-0.5',
        weekday: 'size-8 font-normal text-muted-foreground text-xs',
        day: 'group/day p-0 text-center tabular-nums',
        day_button:
          'size-8 rounded-md outline-offset-0 hover:bg-accent group-aria-selected/day:hover:bg-transparent disabled:pointer-events-none',
        range_start: 'rounded-l-md bg-primary text-primary-foreground',
        range_end: 'rounded-r-md bg-primary text-primary-foreground',
        range_middle: 'bg-primary-soft',
        selected: 'font-medium',
        today: '[&:not([aria-selected])>button]:border [&:not([aria-selected])>button]:border-input',
        outside: 'text-muted-foreground',
        disabled: 'opacity-40',
        hidden: 'invisible',
      }}
      components={{
        Chevron: ({ orientation }) =>
          orientation === 'left' ? <ChevronLeft aria-hidden /> : <ChevronRight aria-hidden />,
      }}
      {...props}
    />
  );
}
