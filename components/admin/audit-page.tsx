'use client';

import { ScrollText, X } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { useDeferredValue } from 'react';
import { useLocalZone } from '@/components/clock/use-local-zone';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DateRangePicker } from '@/components/ui/date-range';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { customLabel, dayText, resolveRange } from '@/components/usage/range';
import { AuditCsv } from './audit-csv';
import { ACTION_OPTIONS } from './audit-diff';
import { AuditTable } from './audit-table';
import { LoadMore } from './load-more';
import { LoadedRows } from './loaded-rows';
import { useAuditList } from './use-admin';

const parsers = {
  actor: parseAsString.withDefault(''),
  action: parseAsString.withDefault(''),
  workspace: parseAsString,
  from: parseAsString,
  to: parseAsString,
};
const NONE = { actor: '', action: '', workspace: null, from: null, to: null };

/** Every change by anybody in the installation, newest first. */
export function AuditPage() {
  const [filter, setFilter] = useQueryStates(parsers, { clearOnDefault: true });
  const actor = useDeferredValue(filter.actor.trim());
  const zone = useLocalZone() ?? 'UTC';
  const days = { range: 'custom' as const, from: filter.from, to: filter.to, interval: 'auto' as const };
  const picked = filter.from !== null && filter.to !== null;
  const range = picked ? resolveRange(days, Date.now(), zone) : null;
  const asked = {
    actor: actor || undefined,
    action: filter.action || undefined,
    workspace: filter.workspace ?? undefined,
    from: range ? new Date(range.fromMs).toISOString() : undefined,
    to: range ? new Date(range.toMs).toISOString() : undefined,
  };
  const list = useAuditList(asked);
  const filtered = actor !== '' || filter.action !== '' || filter.workspace !== null || picked;
  return (
    <div className="flex flex-col gap-4">
      <search className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Who"
          placeholder="Who: name or id"
          className="w-full sm:w-56"
          value={filter.actor}
          onChange={(event) => setFilter({ actor: event.target.value })}
        />
        <Select
          aria-label="Action"
          className="w-52"
          value={filter.action}
          onValueChange={(action) => setFilter({ action })}
          options={[{ value: '', label: 'Every action' }, ...ACTION_OPTIONS]}
        />
        <DateRangePicker
          label={picked ? customLabel(days, Date.now()) : 'Any time'}
          value={
            picked
              ? { from: new Date(`${filter.from}T00:00`), to: new Date(`${filter.to}T00:00`) }
              : undefined
          }
          max={new Date()}
          onApply={({ from, to }) => setFilter({ from: dayText(from), to: dayText(to) })}
        />
        {filter.workspace !== null && (
          <Badge tone="outline" className="h-8 font-mono">
            workspace {filter.workspace.slice(0, 8)}…
            <button
              type="button"
              aria-label="Show all workspaces"
              className="flex size-6 items-center justify-center"
              onClick={() => setFilter({ workspace: null })}
            >
              <X aria-hidden />
            </button>
          </Badge>
        )}
        {filtered && (
          <Button variant="ghost" onClick={() => setFilter(NONE)}>
            Clear filters
          </Button>
        )}
        <span className="flex-1" />
        <AuditCsv asked={asked} />
      </search>
      <Card aria-busy={list.isPending} className="overflow-hidden">
        <LoadedRows
          rows={list.rows}
          query={list}
          failed="The audit log could not be loaded"
          skeletons={12}
          empty={
            <EmptyState
              icon={ScrollText}
              title={filtered ? 'No entry matches' : 'Nothing has been changed yet'}
            >
              {filtered
                ? 'Try another person, action or time, or clear the filters.'
                : 'Every change to keys, tiers and limits appears here, with who made it and from where.'}
            </EmptyState>
          }
        >
          {(rows) => (
            <>
              <AuditTable rows={rows} />
              <LoadMore list={list} noun="entries" shown={rows.length} />
            </>
          )}
        </LoadedRows>
      </Card>
    </div>
  );
}
