'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatExact } from '@/components/format/number';
import { Button } from '@/components/ui/button';

const PAGE = 50;

/** Long lists that are already here, 50 rows at a time: ten thousand rows must not all be in the page. */
export function usePages<T>(rows: readonly T[], size = PAGE) {
  const [asked, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const page = Math.min(asked, last);
  const first = page * size;
  return {
    rows: rows.slice(first, first + size),
    pager: { first, shown: Math.min(size, rows.length - first), of: rows.length, page, last, setPage },
  };
}

type PagerProps = ReturnType<typeof usePages>['pager'] & {
  /** What is listed: "rows", "keys". */
  noun: string;
};

/** "1–50 of 10,000 rows" with a step either way; nothing where all rows are shown. */
export function Pager({ first, shown, of, page, last, setPage, noun }: PagerProps) {
  if (last === 0) return null;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center justify-end gap-2 px-3 py-2 text-xs">
      <span aria-live="polite" className="text-muted-foreground tabular-nums">
        {formatExact(first + 1)}–{formatExact(first + shown)} of {formatExact(of)} {noun}
      </span>
      <Button
        variant="outline"
        size="icon-sm"
        aria-label="Previous page"
        disabled={page === 0}
        onClick={() => setPage(page - 1)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Button
        variant="outline"
        size="icon-sm"
        aria-label="Next page"
        disabled={page === last}
        onClick={() => setPage(page + 1)}
      >
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
