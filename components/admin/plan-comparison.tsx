import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import { scopeWords } from '@/components/format/limit';
import { Badge } from '@/components/ui/badge';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { PlanChange } from './compare-plans';

const MARK = {
  more: { Icon: ArrowUp, word: 'more', className: 'text-success' },
  less: { Icon: ArrowDown, word: 'less', className: 'text-danger' },
  none: { Icon: Equal, word: 'the same', className: 'text-muted-foreground' },
};

/** What a change of tier does to every limit: now, then, and which way. */
export function PlanComparison({ changes, from, to }: { changes: PlanChange[]; from: string; to: string }) {
  return (
    <div className="overflow-hidden rounded-lg border">
      <Table label={`Limits of ${from} and ${to}`}>
        <TableHeader>
          <tr>
            <TableHead sticky className="bg-popover">
              Limit
            </TableHead>
            <TableHead numeric className="bg-popover">
              {from}
            </TableHead>
            <TableHead numeric className="bg-popover">
              {to}
            </TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {changes.map((change) => {
            const mark = change.direction && MARK[change.direction];
            return (
              <TableRow key={change.id}>
                <TableCell sticky className="bg-popover">
                  <span className="block">{change.name}</span>
                  <span className="block text-muted-foreground text-xs">{scopeWords(change.scope)}</span>
                </TableCell>
                <TableCell numeric className="whitespace-nowrap bg-popover text-muted-foreground">
                  {change.before}
                </TableCell>
                <TableCell numeric className="whitespace-nowrap bg-popover">
                  {change.overridden ? (
                    <Badge tone="accent">custom limit stays</Badge>
                  ) : (
                    <span className="inline-flex items-center gap-1">
                      {change.after}
                      {mark && (
                        <>
                          <mark.Icon aria-hidden className={`size-3.5 ${mark.className}`} />
                          <span className="sr-only">({mark.word})</span>
                        </>
                      )}
                    </span>
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}
