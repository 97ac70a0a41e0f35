'use client';

import { CalendarDays } from 'lucide-react';
import { Button } from './button';
import type { DateRangePickerProps } from './date-range-props';
import { useFirstUse } from './first-use';

/** A button that opens two months to pick a first and a last day. */
export function DateRangePicker(props: DateRangePickerProps) {
  const { Loaded, trigger } = useFirstUse<DateRangePickerProps>(loadPopup);
  if (Loaded) return <Loaded {...props} />;
  return (
    <Button variant="outline" aria-haspopup="dialog" disabled={props.disabled} {...trigger}>
      <CalendarDays className="text-muted-foreground" aria-hidden />
      {props.label}
    </Button>
  );
}

const loadPopup = () => import('./date-range-popup').then((module) => module.DateRangePopup);
