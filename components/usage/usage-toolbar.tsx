'use client';

import { cn } from '@/components/ui/cn';
import { DateRangePicker } from '@/components/ui/date-range';
import { Select } from '@/components/ui/select';
import { SegmentedList, SegmentedTab, Tabs } from '@/components/ui/tabs';
import { GROUP_LABELS, GROUPS, INTERVAL_LABELS } from './measures';
import { customLabel, dayText, fittingIntervals, RANGE_LABELS, RANGES, resolveRange } from './range';
import type { SetUsageState, UsageState } from './use-usage-state';

interface UsageToolbarProps {
  state: UsageState;
  setState: SetUsageState;
  /** null until the reader's zone is known. */
  zone: string | null;
}

/** Toolbar controls are known by their text and arrow; a strong frame would shout. */
const QUIET = 'border-border bg-card';

const NAMED = RANGES.filter((range) => range !== 'custom');

/** Range, interval, grouping and clock: everything that changes the question. */
export function UsageToolbar({ state, setState, zone }: UsageToolbarProps) {
  const custom = state.range === 'custom';
  const resolved = resolveRange(state, Date.now(), zone ?? 'UTC');
  const intervals = fittingIntervals(resolved.toMs - resolved.fromMs);
  return (
    <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <Tabs
        value={custom ? null : state.range}
        onValueChange={(range) => setState({ range, from: null, to: null })}
        className="max-md:hidden"
      >
        <SegmentedList aria-label="Range" activateOnFocus={false}>
          {NAMED.map((range) => (
            <SegmentedTab key={range} value={range}>
              {RANGE_LABELS[range]}
            </SegmentedTab>
          ))}
        </SegmentedList>
      </Tabs>
      <Select
        aria-label="Range"
        className={cn(QUIET, 'sm:w-32 md:hidden')}
        value={state.range}
        onValueChange={(range) => setState({ range, from: null, to: null })}
        options={(custom ? RANGES : NAMED).map((range) => ({ value: range, label: RANGE_LABELS[range] }))}
      />
      <DateRangePicker
        label={custom ? customLabel(state, Date.now()) : 'Custom'}
        value={custom ? { from: localDay(state.from), to: localDay(state.to) } : undefined}
        max={new Date()}
        onApply={({ from, to }) => setState({ range: 'custom', from: dayText(from), to: dayText(to) })}
      />
      <div className="contents sm:flex sm:items-center sm:gap-2 md:ml-auto">
        <Select
          aria-label="Group by"
          className={cn(QUIET, 'sm:w-36')}
          value={state.group}
          onValueChange={(group) => setState({ group, only: null })}
          options={GROUPS.map((group) => ({
            value: group,
            label: `By ${GROUP_LABELS[group].toLowerCase()}`,
          }))}
        />
        <Select
          aria-label="Interval"
          className={cn(QUIET, 'sm:w-36')}
          value={intervals.some((i) => i === state.interval) ? state.interval : 'auto'}
          onValueChange={(interval) => setState({ interval })}
          options={[
            { value: 'auto' as const, label: `Auto (${resolved.interval})` },
            ...intervals.map((interval) => ({ value: interval, label: INTERVAL_LABELS[interval] })),
          ]}
        />
        <Select
          aria-label="Time zone"
          className={cn(QUIET, 'max-sm:col-span-2 sm:w-32')}
          value={state.zone}
          onValueChange={(next) => setState({ zone: next })}
          options={[
            { value: 'local' as const, label: 'Local time', detail: zone === 'UTC' ? undefined : zone },
            { value: 'utc' as const, label: 'UTC' },
          ]}
        />
      </div>
    </div>
  );
}

/** `2026-11-22` as the calendar's local day. */
const localDay = (text: string | null): Date | undefined => (text ? new Date(`${text}T00:00`) : undefined);
