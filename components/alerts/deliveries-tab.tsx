'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { ListCard } from '@/components/admin/list-card';
import { LoadMore } from '@/components/admin/load-more';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import { DeliveryRow } from './delivery-row';
import { deliveriesQuery } from './queries';

const STATES = ['', 'pending', 'delivered', 'failed'] as const;
const OPTIONS = [
  { value: '', label: 'All messages' },
  { value: 'pending', label: 'On their way' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
] as const;

interface DeliveriesTabProps {
  workspaceId: string;
  manages: boolean;
}

/** What was sent where, and what came of it. */
export function DeliveriesTab({ workspaceId, manages }: DeliveriesTabProps) {
  const [state, setState] = useQueryState('state', parseAsStringLiteral(STATES).withDefault(''));
  const list = useInfiniteQuery(deliveriesQuery(workspaceId, state));
  const rows = list.data?.pages.flatMap((page) => page.data);
  return (
    <ListCard
      title="Delivery log"
      description="A message that is not taken is sent again, ever later, for a day and a half."
      action={
        <Select
          aria-label="State"
          size="sm"
          className="w-36"
          options={OPTIONS}
          value={state}
          onValueChange={(next) => void setState(next)}
        />
      }
      rows={rows}
      query={list}
      failed="The log could not be loaded"
      skeletons={4}
      empty={
        <EmptyState icon={Send} title={state ? 'No such messages' : 'Nothing was sent yet'}>
          {state
            ? 'Choose another state.'
            : 'Messages to webhooks and by e-mail are listed here with every attempt.'}
        </EmptyState>
      }
    >
      {(rows) => (
        <>
          <Table label="Deliveries">
            <TableHeader>
              <tr>
                <TableHead sticky>Message</TableHead>
                <TableHead>To</TableHead>
                <TableHead>State</TableHead>
                <TableHead>Last attempt</TableHead>
                <TableHead>Made</TableHead>
                <ActionsHead />
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map((row) => (
                <DeliveryRow key={row.id} workspaceId={workspaceId} delivery={row} manages={manages} />
              ))}
            </TableBody>
          </Table>
          <LoadMore list={list} noun="messages" shown={rows.length} />
        </>
      )}
    </ListCard>
  );
}
