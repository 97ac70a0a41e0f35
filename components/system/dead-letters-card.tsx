'use client';

import { MailX, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { RowMenu } from '@/components/ui/row-menu';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { DeadLetterView } from '@/lib/system/schema';
import { DiscardDialog } from './discard-dialog';
import { useDeadLetter, useDeadLetters } from './use-system';

/** What never came into the ledger, and what can be done about it. */
export function DeadLettersCard() {
  const letters = useDeadLetters();
  const [asked, setAsked] = useState<DeadLetterView | null>(null);
  const replay = useDeadLetter('replay');
  const replayNow = ({ id }: DeadLetterView) =>
    replay.mutate(id, {
      onSuccess: () => toast.success('The dead letter is replayed', { description: 'It counts once.' }),
      onError: (error) => toast.error('It still cannot be taken', { description: errorText(error).message }),
    });
  return (
    <Card aria-busy={letters.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Dead letters</CardTitle>
        <CardDescription className="text-xs">Events that the ledger could not take.</CardDescription>
      </CardHeader>
      <LoadedRows
        rows={letters.rows}
        query={letters}
        failed="Dead letters could not be loaded"
        skeletons={1}
        empty={
          <EmptyState icon={MailX} title="No dead letters" className="py-8">
            An event that cannot be written to the ledger is kept here with the reason, and stops no other.
          </EmptyState>
        }
      >
        {(rows) => (
          <>
            <Table label="Dead letters">
              <TableHeader>
                <tr>
                  <TableHead sticky>Found</TableHead>
                  <TableHead>Kind</TableHead>
                  <TableHead>Reason</TableHead>
                  <TableHead>Content</TableHead>
                  <ActionsHead />
                </tr>
              </TableHeader>
              <TableBody>
                {rows.map((letter) => (
                  <TableRow key={letter.id}>
                    <TableCell sticky className="whitespace-nowrap">
                      <RelativeTime at={letter.at} />
                    </TableCell>
                    <TableCell>
                      <Badge tone="outline">{letter.kind === 'order' ? 'Settle' : 'Event'}</Badge>
                    </TableCell>
                    <TableCell className="min-w-52 max-w-96">{letter.error}</TableCell>
                    <TableCell className="max-w-72">
                      <code className="block truncate text-muted-foreground text-xs" title={letter.payload}>
                        {letter.payload}
                      </code>
                    </TableCell>
                    <TableCell>
                      <div className="flex justify-end">
                        <RowMenu
                          name={`the dead letter ${letter.stream_id}`}
                          items={[
                            {
                              label: 'Replay dead letter',
                              icon: RotateCw,
                              onSelect: () => replayNow(letter),
                            },
                            {
                              label: 'Discard dead letter',
                              icon: Trash2,
                              destructive: true,
                              onSelect: () => setAsked(letter),
                            },
                          ]}
                        />
                      </div>
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            <LoadMore list={letters} noun="dead letters" shown={rows.length} />
          </>
        )}
      </LoadedRows>
      {asked && <DiscardDialog letter={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}
