import type { DateRange } from 'react-day-picker';

export interface DateRangePickerProps {
  /** What is chosen now, in words: "Last 7 days", "3 – 9 Nov". */
  label: string;
  value: DateRange | undefined;
  /** Called with both ends set, whole local days, when the reader applies the range. */
  onApply: (range: { from: Date; to: Date }) => void;
  /** The last day that may be chosen. */
  max?: Date;
  disabled?: boolean;
}
