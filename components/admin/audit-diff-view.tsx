import { ArrowRight } from 'lucide-react';
import { type DiffRow, tellingFirst } from './audit-diff';

/** The first change in one line, and how many more there are. */
export function DiffSummary({ rows }: { rows: readonly DiffRow[] }) {
  const [first] = tellingFirst(rows);
  if (!first) return <span className="text-muted-foreground">–</span>;
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <span className="truncate">
        <span className="text-muted-foreground">{first.path}</span>{' '}
        {first.after === null ? <del>{first.before}</del> : (first.before ?? first.after)}
      </span>
      {first.before !== null && first.after !== null && (
        <>
          <ArrowRight aria-hidden className="size-3 shrink-0 text-muted-foreground" />
          <span className="sr-only">became</span>
          <span className="truncate">{first.after}</span>
        </>
      )}
      {rows.length > 1 && (
        <span className="shrink-0 text-muted-foreground text-xs">+{rows.length - 1} more</span>
      )}
    </span>
  );
}

/** Every field that changed: what it was, struck out, and what it became. */
export function AuditDiff({ rows }: { rows: readonly DiffRow[] }) {
  if (rows.length === 0) return <p className="text-muted-foreground text-sm">No field changed.</p>;
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-1 text-sm sm:grid-cols-[14rem_1fr]">
      {tellingFirst(rows).map((row) => (
        <div key={row.path} className="contents">
          <dt className="text-muted-foreground max-sm:mt-1">{row.path}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 break-all tabular-nums">
            {row.before !== null && (
              <del className="rounded-sm bg-danger-soft px-1 text-danger decoration-1">{row.before}</del>
            )}
            {row.after !== null && (
              <ins className="rounded-sm bg-success-soft px-1 text-success no-underline">{row.after}</ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
