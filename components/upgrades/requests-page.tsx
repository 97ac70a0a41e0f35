'use client';

import { Inbox } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { SegmentedList, SegmentedTab, Tabs } from '@/components/ui/tabs';
import type { UpgradeRequestView, UpgradeStatus } from '@/lib/workspaces/upgrades/schema';
import { useUpgradeRequests } from './queries';
import { RequestsTable } from './requests-table';

const AnswerDialog = onFirstOpen(() => import('./answer-dialog').then((module) => module.AnswerDialog));

const LABELS: Readonly<Record<UpgradeStatus, string>> = {
  open: 'Open',
  approved: 'Approved',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};
const STATUSES = Object.keys(LABELS) as UpgradeStatus[];
const EMPTY = {
  open: 'Nobody waits for an answer',
  approved: 'No request was approved yet',
  declined: 'No request was declined yet',
  withdrawn: 'No request was withdrawn yet',
};

/** The queue of requests for another plan: approve or decline, with a note. */
export function RequestsPage() {
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(STATUSES).withDefault('open'));
  const [answering, setAnswering] = useState<{
    request: UpgradeRequestView;
    verdict: 'approve' | 'decline';
  } | null>(null);
  const list = useUpgradeRequests(status);
  const onAnswer = (request: UpgradeRequestView, verdict: 'approve' | 'decline') =>
    setAnswering({ request, verdict });
  return (
    <div className="flex flex-col gap-4">
      <Tabs value={status} onValueChange={(next) => setStatus(next as typeof status)}>
        <SegmentedList aria-label="Which requests">
          {STATUSES.map((value) => (
            <SegmentedTab key={value} value={value}>
              {LABELS[value]}
            </SegmentedTab>
          ))}
        </SegmentedList>
      </Tabs>
      <Card aria-busy={list.isPending} className="overflow-hidden">
        <LoadedRows
          rows={list.rows}
          query={list}
          failed="Requests could not be loaded"
          skeletons={4}
          empty={
            <EmptyState icon={Inbox} title={EMPTY[status]}>
              {status === 'open' ? 'A member asks for another plan on the page Plans; it appears here.' : ''}
            </EmptyState>
          }
        >
          {(rows) => (
            <>
              <RequestsTable rows={rows} onAnswer={status === 'open' ? onAnswer : undefined} />
              <LoadMore list={list} noun="requests" shown={rows.length} />
            </>
          )}
        </LoadedRows>
      </Card>
      {answering ? (
        <AnswerDialog
          key={`${answering.request.id} ${answering.verdict}`}
          open
          {...answering}
          onClose={() => setAnswering(null)}
        />
      ) : null}
    </div>
  );
}
