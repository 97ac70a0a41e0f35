'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId } from 'react';
import { modelsQuery } from '@/components/keys/models-query';
import { keysQuery } from '@/components/keys/queries';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { DateRangePicker } from '@/components/ui/date-range';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { limitWords } from '@/components/usage/limit-words';
import { customLabel, dayText } from '@/components/usage/range';
import { workspaceQuotaQuery } from '@/components/workspaces/queries';
import { OUTCOME_WORDS } from './outcome';
import {
  isFiltered,
  NO_FILTERS,
  OUTCOMES,
  type RequestsState,
  type SetRequestsState,
} from './use-requests-state';

interface RequestsToolbarProps {
  workspaceId: string;
  state: RequestsState;
  setState: SetRequestsState;
}

/** Toolbar controls are known by their text and arrow; a strong frame would shout. */
const QUIET = 'border-border bg-card';

const TIME_OPTIONS = [
  { value: 'any', label: 'Any time' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
] as const;

const OUTCOME_OPTIONS = [
  { value: '', label: 'Any outcome' },
  ...OUTCOMES.map((value) => ({
    value,
    label: value === 'failed' ? 'All but OK and refused' : OUTCOME_WORDS[value].label,
  })),
] as const;

/** The chosen value stands in the list even where it is no longer offered, so that a link shows what it asks. */
const withChosen = (options: { value: string; label: string }[], chosen: string | null) =>
  chosen === null || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen }];

/** Filters of the explorer, the live switch, and the way to one request by its id. */
export function RequestsToolbar({ workspaceId, state, setState }: RequestsToolbarProps) {
  const keys = useQuery(keysQuery(workspaceId));
  const models = useQuery(modelsQuery);
  const quota = useQuery({ ...workspaceQuotaQuery(workspaceId), refetchInterval: false });
  const keyOptions = [
    { value: '', label: 'Any key' },
    { value: 'session', label: 'Browser sessions' },
    ...(keys.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  const modelOptions = [
    { value: '', label: 'Any model' },
    ...(models.data ?? []).map((name) => ({ value: name, label: name })),
  ];
  const limitOptions = [
    { value: '', label: 'Any limit' },
    ...(quota.data?.data ?? []).map(({ id }) => ({ value: id, label: limitWords(id) })),
  ];
  const custom = state.range === 'custom';
  return (
    <search className="flex flex-wrap items-center gap-2 p-3">
      <ById onOpen={(id) => setState({ id })} />
      <Select
        aria-label="Time"
        className={cn(QUIET, 'w-auto min-w-28')}
        value={custom ? 'any' : state.range}
        onValueChange={(range) => setState({ range, from: null, to: null })}
        options={TIME_OPTIONS}
      />
      <DateRangePicker
        label={custom ? customLabel({ ...state, range: 'custom', interval: 'auto' }, Date.now()) : 'Custom'}
        value={custom ? { from: localDay(state.from), to: localDay(state.to) } : undefined}
        max={new Date()}
        onApply={({ from, to }) => setState({ range: 'custom', from: dayText(from), to: dayText(to) })}
      />
      <Select
        aria-label="Outcome"
        className={cn(QUIET, 'w-auto min-w-32')}
        value={state.outcome ?? ''}
        onValueChange={(outcome) => setState({ outcome: outcome || null })}
        options={OUTCOME_OPTIONS}
      />
      <Select
        aria-label="Key"
        className={cn(QUIET, 'w-auto min-w-28 max-w-48')}
        value={state.key ?? ''}
        onValueChange={(key) => setState({ key: key || null })}
        options={withChosen(keyOptions, state.key)}
      />
      <Select
        aria-label="Model"
        className={cn(QUIET, 'w-auto min-w-28 max-w-48')}
        value={state.model ?? ''}
        onValueChange={(model) => setState({ model: model || null })}
        options={withChosen(modelOptions, state.model)}
      />
      <Select
        aria-label="Refused by"
        className={cn(QUIET, 'w-auto min-w-28 max-w-56')}
        value={state.limit ?? ''}
        onValueChange={(limit) => setState({ limit: limit || null })}
        options={withChosen(limitOptions, state.limit)}
      />
      {isFiltered(state) && (
        <Button variant="ghost" onClick={() => setState(NO_FILTERS)}>
          Clear filters
        </Button>
      )}
      <LiveSwitch live={state.live} onLive={(live) => setState({ live })} />
    </search>
  );
}

function LiveSwitch({ live, onLive }: { live: boolean; onLive: (live: boolean) => void }) {
  const id = useId();
  return (
    <div className="ml-auto flex h-8 items-center gap-2">
      <label htmlFor={id} className="text-sm">
        Live
      </label>
      <Switch id={id} checked={live} onCheckedChange={onLive} />
    </div>
  );
}

function ById({ onOpen }: { onOpen: (id: string) => void }) {
  const open = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const id = String(new FormData(event.currentTarget).get('id') ?? '').trim();
    if (id !== '') onOpen(id);
  };
  return (
    <form className="w-full sm:w-56" onSubmit={open}>
      <SearchInput name="id" aria-label="Request id" placeholder="Open a request id" />
    </form>
  );
}

const localDay = (text: string | null): Date | undefined => (text ? new Date(`${text}T00:00`) : undefined);
