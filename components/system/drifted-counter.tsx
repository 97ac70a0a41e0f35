import { formatAmount, formatMoney, limitName } from '@/components/format/limit';
import { TableCell, TableRow } from '@/components/ui/table';
import { formatDecimal } from '@/lib/money';
import type { DriftView } from '@/lib/system/schema';
import { signed } from './words';

const SUBJECTS = {
  key: 'key',
  session: 'browser of',
  user: 'member',
  workspace: 'workspace',
} as const;

/** A counter that is not what the ledger says. */
export function DriftedCounter({ counter, currency }: { counter: DriftView; currency: string | null }) {
  const { subject, counted, expected, drift, metric } = counter;
  const amount = (value: number) => {
    if (metric !== 'cost') return formatAmount(metric, value, '');
    return currency ? formatMoney(value, currency, 'exact') : formatDecimal(value);
  };
  const held = (value: number) => (value > 0 ? ` and ${amount(value)} held` : '');
  const most = expected.used_at_most > expected.used ? ` to ${amount(expected.used_at_most)}` : '';
  return (
    <TableRow className="bg-muted/40">
      <TableCell colSpan={5} className="py-2">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-sm max-sm:sticky max-sm:left-3 max-sm:w-[calc(100vw-4rem)] sm:pl-4">
          <span className="min-w-0">
            <span className="font-medium">{limitName(counter)}</span>{' '}
            <span className="text-muted-foreground">
              {SUBJECTS[subject.kind]} {subject.name}
            </span>
          </span>
          <span className="tabular-nums">
            counts {amount(counted.used)}
            {held(counted.reserved)}
          </span>
          <span className="text-muted-foreground tabular-nums">
            ledger says {amount(expected.used)}
            {most}
            {held(expected.reserved)}
          </span>
          <span className="font-medium text-danger tabular-nums">
            {drift === 0 ? 'held and used differ' : signed(amount(Math.abs(drift)), drift)}
          </span>
        </div>
      </TableCell>
    </TableRow>
  );
}
