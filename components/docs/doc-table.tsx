import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { Cell } from '@/lib/docs/page';
import { Inline } from './inline';

interface DocTableProps {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly (string | Cell)[])[];
}

const detailOf = (cell: string | Cell): string | undefined =>
  typeof cell === 'string' ? undefined : cell.detail;
const textOf = (cell: string | Cell): string => (typeof cell === 'string' ? cell : cell.text);
const idOf = (cell: string | Cell | undefined): string | undefined =>
  cell === undefined || typeof cell === 'string' ? undefined : cell.id;

/** A table of the docs; a row that errors link to carries their fragment. */
export function DocTable({ caption, columns, rows }: DocTableProps) {
  return (
    <div className="overflow-clip rounded-lg border">
      <Table label={caption}>
        <TableHeader>
          <tr>
            {columns.map((column, i) => (
              <TableHead key={column} sticky={i === 0}>
                {column}
              </TableHead>
            ))}
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow
              key={row.map(textOf).join('|')}
              id={idOf(row[0])}
              className="scroll-mt-20 target:[&>td]:bg-primary-soft"
            >
              {row.map((cell, i) => (
                <TableCell
                  key={i}
                  sticky={i === 0}
                  className={
                    i === 0 ? 'max-w-[11rem] py-2 md:max-w-none md:whitespace-nowrap' : 'min-w-24 py-2'
                  }
                >
                  <Inline text={textOf(cell)} />
                  {detailOf(cell) ? (
                    <span className="block text-muted-foreground text-xs">{detailOf(cell)}</span>
                  ) : null}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
