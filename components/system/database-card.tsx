import { formatShort } from '@/components/format/number';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { DatabaseView } from '@/lib/system/schema';
import { Facts } from './facts';
import { HealthBadge } from './health-badge';
import { bytesWords, countWords, latencyWords, NONE } from './words';

/** Records and ledger. */
export function DatabaseCard({ database }: { database: DatabaseView | undefined }) {
  const isCurrent = database?.newest_migration === database?.expected_migration;
  return (
    <Card aria-busy={!database}>
      <CardHeader className="border-b">
        <CardTitle>Database</CardTitle>
        {database && <HealthBadge state={database.state} />}
      </CardHeader>
      <Facts
        loading={!database}
        facts={[
          ['Version', database?.version ? `PostgreSQL ${database.version.split(' ')[0]}` : NONE],
          ['Round trip', latencyWords(database?.latency_ms)],
          ['Size', bytesWords(database?.size_bytes)],
          [
            'Connections',
            database
              ? `${countWords(database.connections)} of ${countWords(database.connections_limit)}`
              : NONE,
          ],
          [
            'Newest migration',
            database?.newest_migration
              ? `${database.newest_migration}${isCurrent ? '' : ` (needs ${database.expected_migration})`}`
              : NONE,
            'wide',
          ],
        ]}
      />
      {database && database.tables.length > 0 && (
        <Table label="Largest tables">
          <TableHeader ruled>
            <tr>
              <TableHead sticky>Table</TableHead>
              <TableHead numeric>Size</TableHead>
              <TableHead numeric>Rows, about</TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {database.tables.map(({ name, bytes, rows }) => (
              <TableRow key={name}>
                <TableCell sticky className="font-mono text-xs">
                  {name}
                </TableCell>
                <TableCell numeric>{bytesWords(bytes)}</TableCell>
                <TableCell numeric>{formatShort(rows)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
