import { ChevronRight } from 'lucide-react';

interface HeadersTableProps {
  headers: readonly (readonly [name: string, value: string])[];
  open: boolean;
}

/** An answer's limit headers, folded away but for the newest. */
export function HeadersTable({ headers, open }: HeadersTableProps) {
  if (headers.length === 0) return null;
  return (
    <details className="group" open={open}>
      <summary className="inline-flex list-none items-center gap-1 rounded-sm py-1 text-muted-foreground text-xs hover:text-foreground">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden />
        Limit headers ({headers.length})
      </summary>
      <dl className="mt-1 grid grid-cols-1 overflow-hidden rounded-md border font-mono text-xs sm:grid-cols-[minmax(12rem,auto)_1fr]">
        {headers.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="border-t bg-muted px-2.5 pt-1.5 text-muted-foreground first:border-t-0 sm:py-1.5 [div:first-child>&]:border-t-0">
              {name}
            </dt>
            <dd className="break-all bg-muted px-2.5 pb-1.5 sm:border-t sm:bg-transparent sm:py-1.5 sm:[div:first-child>&]:border-t-0">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
