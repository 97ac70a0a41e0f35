'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatExact } from '@/components/format/number';
import { Button } from '@/components/ui/button';

const PAGE = 50;

/**
 * A page of a long list that is already here: ten thousand rows must not all be in the page.
 * @param asked from 0; one that is not there is the nearest that is
 */
export function pageOf<T>(rows: readonly T[], asked: number, size = PAGE) {
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const page = Math.max(0, Math.min(asked, last));
  const first = page * size;
  const shown = rows.slice(first, first + size);
  return { rows: shown, pager: { first, shown: shown.length, of: rows.length, page, last } };
}

/** The same, where the page is nobody else's concern. */
export function usePages<T>(all: readonly T[], size?: number) {
  const [asked, setPage] = useState(0);
  const { rows, pager } = pageOf(all, asked, size);
  return { rows, pager: { ...pager, setPage } };
}

type PagerProps = ReturnType<typeof pageOf>['pager'] & {
  setPage: (page: number) => void;
  /** What is listed: "rows", "keys". */
  noun: string;
};

/** "1–50 of 10,000 rows" with a step either way; nothing where all rows are shown. */
export function Pager({ first, shown, of, page, last, setPage, noun }: PagerProps) {
  if (last === 0) return null;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex items-center gap-1 border-t px-3 py-2">
      <p aria-live="polite" className="flex-1 text-muted-foreground text-xs tabular-nums">
        {formatExact(first + 1)}–{formatExact(first + shown)} of {formatExact(of)} {noun}
      </p>
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
