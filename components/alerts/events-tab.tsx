'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { ListCard } from '@/components/admin/list-card';
import { LoadMore } from '@/components/admin/load-more';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { limitWords } from '@/components/usage/limit-words';
import type { AlertEventView } from '@/lib/alerts/schema';
import { eventsQuery, useAlertChange } from './queries';
import { amountWords, eventWords } from './words';

interface EventsTabProps {
  workspaceId: string;
  currency: string;
  onRules: () => void;
}

/** What was crossed, newest first. */
export function EventsTab({ workspaceId, currency, onRules }: EventsTabProps) {
  const list = useInfiniteQuery(eventsQuery(workspaceId));
  const seen = useAlertChange(workspaceId);
  const rows = list.data?.pages.flatMap((page) => page.data);
  const unseen = list.data?.pages[0]?.unseen ?? 0;
  return (
    <ListCard
      title="What was crossed"
      description="Each threshold is told once in a period of its limit."
      action={
        unseen > 0 ? (
          <Button
            variant="outline"
            size="sm"
            pending={seen.isPending}
            onClick={() => seen.mutate({ method: 'POST', path: '/alerts/events/seen' })}
          >
            Mark {unseen > 99 ? 'all' : unseen} as seen
          </Button>
        ) : null
      }
      rows={rows}
      query={list}
      failed="Alerts could not be loaded"
      skeletons={4}
      empty={
        <EmptyState
          icon={BellRing}
          title="Nothing was crossed"
          action={
            <Button variant="outline" onClick={onRules}>
              See the rules
            </Button>
          }
        >
          A rule watches a limit and tells you here, by e-mail or by webhook, before it is used up.
        </EmptyState>
      }
    >
      {(rows) => (
        <>
          <Events rows={rows} currency={currency} />
          <LoadMore list={list} noun="alerts" shown={rows.length} />
        </>
      )}
    </ListCard>
  );
}

const Events = ({ rows, currency }: { rows: readonly AlertEventView[]; currency: string }) => (
  <Table label="Alerts">
    <TableHeader>
      <tr>
        <TableHead sticky>What</TableHead>
        <TableHead>Limit</TableHead>
        <TableHead>Whose</TableHead>
        <TableHead className="text-right">Used then</TableHead>
        <TableHead>Rule</TableHead>
        <TableHead>When</TableHead>
      </tr>
    </TableHeader>
    <TableBody>
      {rows.map((event) => (
        <TableRow key={event.id}>
          <TableCell sticky className="whitespace-nowrap">
            <span className="flex items-center gap-2">
              <Badge tone={toneOf(event)}>{eventWords(event)}</Badge>
              {event.seen ? null : <span className="text-link text-xs">new</span>}
            </span>
          </TableCell>
          <TableCell className="min-w-44">
            {limitWords(event.limit)}
            {event.projected_at ? (
              <span className="block text-muted-foreground text-xs">
                nothing left <RelativeTime at={event.projected_at} />
              </span>
            ) : null}
          </TableCell>
          <TableCell className="max-w-48 truncate">{event.subject.name}</TableCell>
          <TableCell className="whitespace-nowrap text-right tabular-nums">
            {amountWords(event, currency)}
          </TableCell>
          <TableCell className="max-w-40 truncate text-muted-foreground">{event.rule_name}</TableCell>
          <TableCell className="whitespace-nowrap text-muted-foreground">
            <RelativeTime at={event.at} />
          </TableCell>
        </TableRow>
      ))}
    </TableBody>
  </Table>
);

const toneOf = ({ threshold }: AlertEventView) =>
  threshold === null ? 'accent' : threshold >= 90 ? 'danger' : threshold >= 75 ? 'warning' : 'neutral';
