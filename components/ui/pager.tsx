import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatExact } from '@/components/format/number';
import { Button } from './button';

interface PagerProps {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  /** What is listed, in the plural: "keys". */
  noun: string;
  onPage: (page: number) => void;
}

/** "1–50 of 1,204 keys" with the way to the neighbours; nothing where one page holds all. */
export function Pager({ page, pageSize, total, noun, onPage }: PagerProps) {
  if (total <= pageSize) return null;
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-3 border-t px-3 py-2">
      <p className="text-muted-foreground text-xs tabular-nums" aria-live="polite">
        {formatExact(first)}–{formatExact(last)} of {formatExact(total)} {noun}
      </p>
      <div className="flex gap-1">
        <Button
          variant="outline"
          size="icon-sm"
          aria-label="Previous page"
          disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          <ChevronLeft aria-hidden />
        </Button>
        <Button
          variant="outline"
          size="icon-sm"
          aria-label="Next page"
          disabled={last >= total}
          onClick={() => onPage(page + 1)}
        >
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
