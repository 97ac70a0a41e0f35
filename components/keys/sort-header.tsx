import { ArrowDown, ArrowUp } from 'lucide-react';
import { TableHead } from '@/components/ui/table';
import type { KeyFilters, KeySort } from './filter-keys';

interface SortHeaderProps {
  sort: KeySort;
  label: string;
  filters: Pick<KeyFilters, 'sort' | 'desc'>;
  onSort: (sort: KeySort, desc: boolean) => void;
  sticky?: boolean;
  numeric?: boolean;
  className?: string;
}

/** Figures and instants start with the largest, words with A. */
const startsDescending = (sort: KeySort) => ['budget', 'requests', 'last_used', 'created'].includes(sort);

export function SortHeader({ sort, label, filters, onSort, ...cell }: SortHeaderProps) {
  const active = filters.sort === sort;
  const Arrow = filters.desc ? ArrowDown : ArrowUp;
  return (
    <TableHead aria-sort={active ? (filters.desc ? 'descending' : 'ascending') : undefined} {...cell}>
      <button
        type="button"
        onClick={() => onSort(sort, active ? !filters.desc : startsDescending(sort))}
        className="-mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:text-foreground"
      >
        {label}
        {active ? <Arrow className="size-3" aria-hidden /> : null}
      </button>
    </TableHead>
  );
}
