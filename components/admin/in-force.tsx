import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { TableCell, TableHead, TableHeader } from '@/components/ui/table';

/** Heads of a table that shows what the plan says beside what is in force for one workspace. */
export const InForceHeader = ({ what, children }: { what: string; children?: ReactNode }) => (
  <TableHeader ruled>
    <tr>
      <TableHead sticky>{what}</TableHead>
      <TableHead numeric>Plan</TableHead>
      <TableHead numeric>In force</TableHead>
      {children}
    </tr>
  </TableHeader>
);

interface InForceCellsProps {
  /** null: nothing. */
  plan: string | null;
  inForce: string;
  /** Agreed with this workspace. */
  custom: boolean;
}

/** The two figures of a row, and whether the second is the workspace's own. */
export const InForceCells = ({ plan, inForce, custom }: InForceCellsProps) => (
  <>
    <TableCell numeric className="whitespace-nowrap text-muted-foreground">
      {plan ?? 'none'}
    </TableCell>
    <TableCell numeric className="whitespace-nowrap">
      {custom ? (
        <Badge tone="accent" className="mr-2">
          custom
        </Badge>
      ) : null}
      {inForce}
    </TableCell>
  </>
);
