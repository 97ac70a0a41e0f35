import type { ReactNode } from 'react';
import { errorText } from '@/components/api-client';
import { ErrorState } from '@/components/ui/error-state';
import { RowSkeletons } from './row-skeletons';

export interface LoadedRowsProps<T> {
  /** undefined while they load. */
  rows: readonly T[] | undefined;
  query: { error: unknown; refetch: () => unknown };
  /** What is said when they do not come: "Keys could not be loaded". */
  failed: string;
  /** How many rows to draw meanwhile. */
  skeletons: number;
  /** Stands in place of none. */
  empty?: ReactNode;
  children: (rows: readonly T[]) => ReactNode;
}

/** What a card holds of a list: its rows, or that there are none, that they load, or why they did not come. */
export function LoadedRows<T>({ rows, query, failed, skeletons, empty, children }: LoadedRowsProps<T>) {
  if (rows) return rows.length === 0 && empty ? empty : children(rows);
  if (!query.error) return <RowSkeletons rows={skeletons} />;
  return <ErrorState title={failed} {...errorText(query.error)} onRetry={() => query.refetch()} />;
}
