'use client';

import { moneyColumn, moneyPlaces } from '@/components/charts/figures';
import { useNow } from '@/components/clock/use-now';
import { formatExact } from '@/components/format/number';
import { formatInstant, formatMs } from '@/components/format/time';
import { cn } from '@/components/ui/cn';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { codeWords, limitWords } from '@/components/usage/limit-words';
import type { RequestRow } from '@/lib/usage/request-schema';
import { OutcomeBadge } from './outcome';

interface RequestsTableProps {
  rows: readonly RequestRow[];
  currency: string;
  /** The request whose details are open. */
  openId: string | null;
  onOpen: (id: string) => void;
}

/** Requests, newest first; a row opens to its decision, timing and cost. */
export function RequestsTable({ rows, currency, openId, onOpen }: RequestsTableProps) {
  const places = moneyPlaces(rows.map((row) => row.cost_micros));
  return (
    <Table label="Requests">
      <TableHeader ruled>
        <tr>
          <TableHead sticky>Time</TableHead>
          <TableHead>Outcome</TableHead>
          <TableHead>Key</TableHead>
          <TableHead>Model</TableHead>
          <TableHead numeric className="max-lg:hidden">
            Tokens in
          </TableHead>
          <TableHead numeric className="max-lg:hidden">
            Tokens out
          </TableHead>
          <TableHead numeric>Cost</TableHead>
          <TableHead numeric>Took</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            cost={moneyColumn(row.cost_micros, currency, places)}
            isOpen={row.id === openId}
            onOpen={() => onOpen(row.id)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

interface RowProps {
  row: RequestRow;
  cost: string;
  isOpen: boolean;
  onOpen: () => void;
}

function Row({ row, cost, isOpen, onOpen }: RowProps) {
  const refused = row.outcome === 'refused';
  return (
    // The row is a wide target for the pointer; the button in it is the one for everybody else.
    <TableRow data-selected={isOpen || undefined} onClick={onOpen} className="cursor-pointer">
      <TableCell sticky>
        <button
          type="button"
          aria-haspopup="dialog"
          className="flex h-8 items-center whitespace-nowrap rounded-sm tabular-nums hover:underline"
        >
          <Moment at={row.at} />
        </button>
      </TableCell>
      <TableCell>
        <OutcomeBadge row={row} />
      </TableCell>
      <TableCell className="max-w-44 truncate">{row.key_name}</TableCell>
      <TableCell className={cn('max-w-56 truncate', refused && 'text-muted-foreground')}>
        {refused ? <RefusedBy row={row} /> : row.model || row.resource}
      </TableCell>
      <TableCell numeric className="max-lg:hidden">
        {refused ? '–' : formatExact(row.tokens_in)}
      </TableCell>
      <TableCell numeric className="max-lg:hidden">
        {refused ? '–' : formatExact(row.tokens_out)}
      </TableCell>
      <TableCell numeric>{refused ? '–' : cost}</TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {row.duration_ms === null ? '–' : formatMs(row.duration_ms)}
      </TableCell>
    </TableRow>
  );
}

const RefusedBy = ({ row }: { row: RequestRow }) => (
  <span title={row.model}>{row.refused_by ? limitWords(row.refused_by) : codeWords(row.code ?? '')}</span>
);

/** The instant to the second in the reader's zone, with the date where it is not today's; whole on hover. */
function Moment({ at }: { at: string }) {
  const now = useNow(60_000);
  const ms = Date.parse(at);
  if (now === null) return <time dateTime={at}>{at.slice(11, 19)}</time>;
  const today = new Date(now).toDateString() === new Date(ms).toDateString();
  const text = new Intl.DateTimeFormat('en-GB', {
    ...(!today && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(ms);
  return (
    <time dateTime={at} title={formatInstant(ms)}>
      {text}
    </time>
  );
}
