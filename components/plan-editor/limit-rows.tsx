'use client';

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { capacityUnit } from '@/components/admin/limit-form';
import { limitName, scopeWords } from '@/components/format/limit';
import { Button } from '@/components/ui/button';
import { onFirstOpen } from '@/components/ui/first-use';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { LimitRow, Mode, PlanErrors } from './plan-form';

const AddLimit = onFirstOpen(() => import('./add-limit').then((module) => module.AddLimit));

const MODE_OPTIONS: { value: Mode; label: string; detail?: string }[] = [
  { value: 'number', label: 'Number' },
  { value: 'unlimited', label: 'Unlimited', detail: 'Still metered' },
  { value: 'none', label: 'Not included', detail: 'Every call is refused' },
  { value: 'custom', label: 'Custom', detail: 'Agreed with each workspace' },
];

interface LimitRowsProps {
  rows: readonly LimitRow[];
  errors: PlanErrors;
  currency: string;
  zone: string;
  onChange: (rows: LimitRow[]) => void;
}

/** The limits of a plan, each in a row that is edited in place. */
export function LimitRows({ rows, errors, currency, zone, onChange }: LimitRowsProps) {
  const [adding, setAdding] = useState(false);
  const set = (id: string, change: Partial<LimitRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  const move = (from: number, to: number) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <>
      <Table label="Limits of the plan">
        <TableHeader ruled>
          <tr>
            <TableHead sticky>Limit</TableHead>
            <TableHead className="min-w-36">How much</TableHead>
            <TableHead className="min-w-32">Amount</TableHead>
            <TableHead className="min-w-32">Keys up to</TableHead>
            <ActionsHead />
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row, i) => {
            const name = limitName(row.limit);
            const label = name.toLowerCase();
            const error = errors[row.id];
            return (
              <TableRow key={row.id}>
                <TableCell sticky className="min-w-36 max-sm:max-w-36">
                  <span className="block">{name}</span>
                  <span className="block text-muted-foreground text-xs">{scopeWords(row.limit.scope)}</span>
                  {error ? (
                    <span id={`${row.id}-error`} role="alert" className="block text-danger text-xs">
                      {error}
                    </span>
                  ) : null}
                </TableCell>
                <TableCell>
                  <Select
                    aria-label={`How much of ${label}`}
                    options={MODE_OPTIONS}
                    value={row.mode}
                    onValueChange={(mode) => set(row.id, { mode })}
                  />
                </TableCell>
                <TableCell>
                  <Input
                    aria-label={`Amount of ${label}, in ${capacityUnit(row.limit.metric, currency)}`}
                    inputMode="decimal"
                    className="tabular-nums"
                    disabled={row.mode !== 'number'}
                    aria-invalid={error ? true : undefined}
                    aria-describedby={error ? `${row.id}-error` : undefined}
                    placeholder={row.mode === 'number' ? capacityUnit(row.limit.metric, currency) : ''}
                    value={row.mode === 'number' ? row.amount : ''}
                    onChange={(event) => set(row.id, { amount: event.target.value })}
                  />
                </TableCell>
                <TableCell>
                  {row.limit.scope === 'key' ? (
                    <Input
                      aria-label={`What a member may set a key’s ${label} to`}
                      inputMode="decimal"
                      className="tabular-nums"
                      disabled={row.mode !== 'number'}
                      placeholder={row.mode === 'number' ? 'the amount' : ''}
                      value={row.mode === 'number' ? row.ceiling : ''}
                      onChange={(event) => set(row.id, { ceiling: event.target.value })}
                    />
                  ) : null}
                </TableCell>
                <TableCell className="w-px whitespace-nowrap">
                  <span className="flex justify-end gap-1">
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Move ${label} up`}
                      disabled={i === 0}
                      onClick={() => move(i, i - 1)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Move ${label} down`}
                      disabled={i === rows.length - 1}
                      onClick={() => move(i, i + 1)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={`Remove ${label}`}
                      onClick={() => onChange(rows.filter((other) => other.id !== row.id))}
                    >
                      <Trash2 aria-hidden />
                    </Button>
                  </span>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      <div className="flex items-center justify-between gap-3 border-t px-3 py-2">
        <span className="text-muted-foreground text-sm">
          {rows.length === 0 ? 'No limit: everything is allowed, and metered.' : ''}
        </span>
        <Button variant="outline" size="sm" disabled={rows.length >= 20} onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          Add limit
        </Button>
      </div>
      {adding ? (
        <AddLimit
          open
          currency={currency}
          zone={zone}
          taken={rows.map((row) => row.id)}
          onAdd={(row) => onChange([...rows, row])}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  );
}
