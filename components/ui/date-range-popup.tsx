'use client';

import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import type { DateRange } from 'react-day-picker';
import { Button } from './button';
import { Calendar } from './calendar';
import type { DateRangePickerProps } from './date-range-props';
import { Popover, PopoverContent, PopoverTitle, PopoverTrigger } from './popover';

/** The two months, open from the start; `DateRangePicker` puts it in the place of its button on first use. */
export function DateRangePopup({ label, value, onApply, max, disabled }: DateRangePickerProps) {
  const [open, setOpen] = useState(true);
  const [draft, setDraft] = useState<DateRange | undefined>(value);

  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        if (next) setDraft(value);
        setOpen(next);
      }}
    >
      <PopoverTrigger
        render={
          <Button variant="outline" disabled={disabled}>
            <CalendarDays className="text-muted-foreground" aria-hidden />
            {label}
          </Button>
        }
      />
      <PopoverContent align="end" className="flex flex-col gap-3">
        <PopoverTitle className="sr-only">Date range</PopoverTitle>
        <Calendar
          mode="range"
          numberOfMonths={2}
          selected={draft}
          onSelect={setDraft}
          defaultMonth={draft?.from ?? (max && monthBefore(max))}
          endMonth={max}
          disabled={max ? { after: max } : undefined}
        />
        <div className="flex justify-end gap-2">
          <Button variant="outline" size="sm" onClick={() => setOpen(false)}>
            Cancel
          </Button>
          <Button
            size="sm"
            disabled={!draft?.from}
            onClick={() => {
              if (!draft?.from) return;
              onApply({ from: draft.from, to: draft.to ?? draft.from });
              setOpen(false);
            }}
          >
            Apply range
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}

/** So that the month of the last day stands at the right. */
const monthBefore = (day: Date) => new Date(day.getFullYear(), day.getMonth() - 1, 1);
