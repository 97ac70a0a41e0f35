'use client';

import { createColumnHelper, metaHelper, rowSelectionFeature, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import { RelativeTime } from '@/components/clock/relative-time';
import { formatExact } from '@/components/format/number';
import { Checkbox } from '@/components/ui/checkbox';
import type { KeyView } from '@/lib/keys/schema';
import type { PlanView } from '@/lib/plans/schema';
import { BudgetCell } from './budget-cell';
import type { KeySort } from './filter-keys';
import { KeyActions } from './key-actions';
import { MaskedKey } from './masked-key';
import { inForce, minuteLimit } from './minute-limit';
import { Sparkline } from './sparkline';
import { StatusBadge } from './status-badge';

interface ColumnMeta {
  sort?: KeySort;
  label?: string;
  sticky?: boolean;
  numeric?: boolean;
  /** Secondary columns leave narrow windows in the order of their worth. */
  className?: string;
}

export const features = tableFeatures({ rowSelectionFeature, columnMeta: metaHelper<ColumnMeta>() });

export interface KeyColumnContext {
  currency: string;
  /** The plan of a key: the one it is pinned to, else the workspace's. */
  planOf: (key: KeyView) => PlanView | undefined;
  /** The reader's role allows changes. */
  editable: boolean;
}

const helper = createColumnHelper<typeof features, KeyView>();

export function keyColumns({ currency, planOf, editable }: KeyColumnContext) {
  return helper.columns([
    ...(editable ? [selectColumn] : []),
    helper.accessor('name', {
      meta: { sort: 'name', label: 'Name', sticky: true, className: 'min-w-32 max-w-64' },
      cell: ({ row }) => (
        <div className="flex flex-col">
          <Link
            href={`/keys/${row.original.id}`}
            className="truncate rounded-sm font-medium underline-offset-4 hover:underline"
          >
            {row.original.name}
          </Link>
          <MaskedKey prefix={row.original.prefix} last4={row.original.last4} className="lg:hidden" />
        </div>
      ),
    }),
    helper.display({
      id: 'key',
      meta: { label: 'Key', className: 'max-lg:hidden' },
      cell: ({ row }) => <MaskedKey prefix={row.original.prefix} last4={row.original.last4} />,
    }),
    helper.accessor('status', {
      meta: { sort: 'status', label: 'Status' },
      cell: ({ row }) => <StatusBadge value={row.original} />,
    }),
    helper.accessor('plan', {
      meta: { sort: 'plan', label: 'Tier', className: 'max-xl:hidden' },
      cell: ({ row }) => (
        <span className={row.original.plan ? undefined : 'text-muted-foreground'}>
          {planOf(row.original)?.name ?? row.original.plan ?? 'Workspace'}
        </span>
      ),
    }),
    helper.accessor('rpm', {
      meta: { sort: 'rpm', label: 'RPM', numeric: true, className: 'max-sm:hidden' },
      cell: ({ row }) => <Rpm apiKey={row.original} plan={planOf(row.original)} />,
    }),
    helper.accessor('budget', {
      meta: { sort: 'budget', label: 'Budget used', className: 'max-md:hidden' },
      cell: ({ row }) => <BudgetCell budget={row.original.budget} currency={currency} />,
    }),
    helper.accessor('sparkline', {
      meta: { sort: 'requests', label: 'Last 36 h', className: 'max-lg:hidden' },
      cell: ({ row }) => <Sparkline values={row.original.sparkline} />,
    }),
    helper.accessor('last_used_at', {
      meta: { sort: 'last_used', label: 'Last used', className: 'max-sm:hidden' },
      cell: ({ row }) => (
        <RelativeTime at={row.original.last_used_at} className="whitespace-nowrap text-muted-foreground" />
      ),
    }),
    helper.display({
      id: 'actions',
      meta: { className: 'w-10 px-1 text-right' },
      header: () => <span className="sr-only">Actions</span>,
      cell: ({ row }) => <KeyActions apiKey={row.original} editable={editable} />,
    }),
  ]);
}

const selectColumn = helper.display({
  id: 'select',
  meta: { className: 'w-9 pr-0' },
  header: ({ table }) => (
    <Checkbox
      aria-label="Select all keys on this page"
      checked={table.getIsAllRowsSelected()}
      indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
      onCheckedChange={(checked) => table.toggleAllRowsSelected(checked)}
    />
  ),
  cell: ({ row }) => (
    <Checkbox
      aria-label={`Select ${row.original.name}`}
      checked={row.getIsSelected()}
      disabled={!row.getCanSelect()}
      onCheckedChange={(checked) => row.toggleSelected(checked)}
    />
  ),
});

function Rpm({ apiKey, plan }: { apiKey: KeyView; plan: PlanView | undefined }) {
  const limit = minuteLimit(plan, 'requests');
  const value = inForce(apiKey.rpm, limit);
  const text = value === null ? 'Unlimited' : formatExact(value);
  if (apiKey.rpm === null)
    return (
      <span className="text-muted-foreground" title="From the plan">
        {text}
      </span>
    );
  const cut = value !== null && value < apiKey.rpm;
  return (
    <span title={cut ? `Set to ${formatExact(apiKey.rpm)}; the plan allows ${text}` : undefined}>{text}</span>
  );
}
