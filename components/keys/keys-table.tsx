'use client';

import { type RowSelectionState, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { KeyView } from '@/lib/keys/schema';
import { features, type KeyColumnContext, keyColumns } from './columns';
import type { KeyFilters, KeySort } from './filter-keys';
import { SortHeader } from './sort-header';

interface KeysTableProps extends KeyColumnContext {
  /** The rows of this page, in their order. */
  rows: KeyView[];
  filters: Pick<KeyFilters, 'sort' | 'desc'>;
  onSort: (sort: KeySort, desc: boolean) => void;
  selection: RowSelectionState;
  onSelectionChange: (next: RowSelectionState) => void;
}

export function KeysTable({
  rows,
  filters,
  onSort,
  selection,
  onSelectionChange,
  currency,
  planOf,
  editable,
}: KeysTableProps) {
  const columns = useMemo(() => keyColumns({ currency, planOf, editable }), [currency, planOf, editable]);
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (key) => key.id,
    enableRowSelection: (row) => row.original.status !== 'revoked',
    state: { rowSelection: selection },
    onRowSelectionChange: (update) =>
      onSelectionChange(typeof update === 'function' ? update(selection) : update),
  });

  return (
    <Table label="API keys">
      <TableHeader>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const meta = header.column.columnDef.meta;
              const cell = { className: meta?.className, sticky: meta?.sticky, numeric: meta?.numeric };
              return meta?.sort && meta.label ? (
                <SortHeader
                  key={header.id}
                  sort={meta.sort}
                  label={meta.label}
                  filters={filters}
                  onSort={onSort}
                  {...cell}
                />
              ) : (
                <TableHead key={header.id} {...cell}>
                  {meta?.label ?? <table.FlexRender header={header} />}
                </TableHead>
              );
            })}
          </tr>
        ))}
      </TableHeader>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <TableRow
            key={row.id}
            data-selected={row.getIsSelected() || undefined}
            className={row.original.status === 'revoked' ? 'text-muted-foreground' : undefined}
          >
            {row.getAllCells().map((cell) => {
              const meta = cell.column.columnDef.meta;
              return (
                <TableCell
                  key={cell.id}
                  sticky={meta?.sticky}
                  numeric={meta?.numeric}
                  className={meta?.className}
                >
                  <table.FlexRender cell={cell} />
                </TableCell>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
