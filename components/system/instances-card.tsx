import type { UseQueryResult } from '@tanstack/react-query';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { SystemView } from '@/lib/system/schema';
import { bytesWords, countWords, latencyWords } from './words';

const SOURCES: Record<string, string> = {
  redis: 'by the store',
  memory: 'refused from memory',
  local: 'without the store',
  closed: 'closed without the store',
};

/** Processes that share the stores, and how long their decisions took. */
export function InstancesCard({ system }: { system: UseQueryResult<SystemView> }) {
  const sources = system.data?.decisions.sources ?? [];
  return (
    <Card aria-busy={!system.data}>
      <CardHeader className="border-b px-3">
        <CardTitle>Instances</CardTitle>
        {sources.length > 0 && (
          <CardDescription className="text-xs tabular-nums">
            Decisions since they began:{' '}
            {sources
              .map(({ source, count }) => `${countWords(count)} ${SOURCES[source] ?? source}`)
              .join(', ')}
          </CardDescription>
        )}
      </CardHeader>
      <LoadedRows
        rows={system.data?.instances}
        query={system}
        failed="Instances could not be loaded"
        skeletons={1}
        empty={
          <EmptyState title="No instance has announced itself" className="py-8">
            An instance appears here a second after it has started.
          </EmptyState>
        }
      >
        {(rows) => (
          <Table label="Instances">
            <TableHeader>
              <tr>
                <TableHead sticky>Instance</TableHead>
                <TableHead>State</TableHead>
                <TableHead>Started</TableHead>
                <TableHead numeric>Running</TableHead>
                <TableHead numeric>Decisions in 5 min</TableHead>
                <TableHead numeric>p50</TableHead>
                <TableHead numeric>p95</TableHead>
                <TableHead numeric>p99</TableHead>
                <TableHead numeric>Memory</TableHead>
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map(({ id, alive, self, started_at, seen_at, running, decisions, memory_bytes }) => (
                <TableRow key={id}>
                  <TableCell sticky className="whitespace-nowrap font-mono text-xs" title={id}>
                    {id.slice(0, 8)}…{id.slice(-4)}
                    {self && <span className="font-sans text-muted-foreground"> answers you</span>}
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    {alive ? (
                      <Badge tone="success">Alive</Badge>
                    ) : (
                      <span className="flex items-center gap-2">
                        <Badge tone="warning">Silent</Badge>
                        <span className="text-muted-foreground text-xs">
                          since <RelativeTime at={seen_at} />
                        </span>
                      </span>
                    )}
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-muted-foreground">
                    <RelativeTime at={started_at} />
                  </TableCell>
                  <TableCell numeric>{countWords(running)}</TableCell>
                  <TableCell numeric>{countWords(decisions.count)}</TableCell>
                  <TableCell numeric>{latencyWords(decisions.p50_ms)}</TableCell>
                  <TableCell numeric>{latencyWords(decisions.p95_ms)}</TableCell>
                  <TableCell numeric>{latencyWords(decisions.p99_ms)}</TableCell>
                  <TableCell numeric>{bytesWords(memory_bytes)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </LoadedRows>
    </Card>
  );
}
