import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { PlanTableRow } from './plan-table-model';

interface PlanTableProps {
  label: string;
  plans: readonly { slug: string; name: string }[];
  rows: readonly PlanTableRow[];
  /** The plan that stands out: the workspace's own, or the one being edited. */
  marked?: string | undefined;
  /** What stands below a plan's name, such as the button that requests it. */
  head?: (slug: string) => ReactNode;
}

/** Plans side by side, limit by limit. */
export function PlanTable({ label, plans, rows, marked, head }: PlanTableProps) {
  const column = (slug: string) => cn(slug === marked && 'bg-primary-soft');
  return (
    <Table label={label}>
      <TableHeader>
        <tr>
          <TableHead sticky className="align-bottom">
            <span className="sr-only">Limit</span>
          </TableHead>
          {plans.map((plan) => (
            <TableHead
              key={plan.slug}
              className={cn('h-auto min-w-32 py-3 align-top', column(plan.slug))}
              aria-current={plan.slug === marked || undefined}
            >
              <span className="block font-medium text-foreground text-sm">{plan.name}</span>
              {head ? <span className="mt-2 block font-normal">{head(plan.slug)}</span> : null}
            </TableHead>
          ))}
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell sticky className="min-w-36 max-sm:max-w-36">
              <span className="block">{row.name}</span>
              <span className="block text-muted-foreground text-xs">{row.scope}</span>
            </TableCell>
            {plans.map((plan, i) => {
              const cell = row.cells[i];
              return (
                <TableCell
                  key={plan.slug}
                  className={cn(
                    'whitespace-nowrap tabular-nums',
                    column(plan.slug),
                    cell?.absent && 'text-muted-foreground',
                  )}
                >
                  {cell?.text}
                  {cell?.note ? (
                    <span className="block text-muted-foreground text-xs">{cell.note}</span>
                  ) : null}
                </TableCell>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
