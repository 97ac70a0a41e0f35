'use client';

import { useQuery } from '@tanstack/react-query';
import { ListCard } from '@/components/admin/list-card';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
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
import type { SessionView } from '@/lib/auth/account/schema';
import { browserName } from './browser-name';
import { sessionsQuery, useSettingsChange } from './queries';

/** The browsers that are signed in, each with the way out. */
export function SessionsTab() {
  const list = useQuery(sessionsQuery());
  return (
    <ListCard
      title="Sessions"
      description="Browsers that are signed in to your account. One that you sign out is refused on its next request."
      rows={list.data?.data}
      query={list}
      failed="Sessions could not be loaded"
      skeletons={2}
    >
      {(rows) => <Sessions rows={rows} />}
    </ListCard>
  );
}

function Sessions({ rows }: { rows: readonly SessionView[] }) {
  const change = useSettingsChange(['sessions']);
  return (
    <Table label="Sessions">
      <TableHeader>
        <tr>
          <TableHead sticky>Browser</TableHead>
          <TableHead>Address</TableHead>
          <TableHead>Last seen</TableHead>
          <TableHead className="max-sm:hidden">Signed in</TableHead>
          <ActionsHead />
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((session) => (
          <TableRow key={session.id}>
            <TableCell sticky className="whitespace-nowrap font-medium">
              {browserName(session.user_agent)}
              {session.current ? (
                <Badge tone="accent" className="ml-2">
                  this one
                </Badge>
              ) : null}
            </TableCell>
            <TableCell className="font-mono text-muted-foreground text-xs">
              {session.ip ?? 'unknown'}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={session.last_seen_at} />
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground max-sm:hidden">
              <RelativeTime at={session.created_at} />
            </TableCell>
            <TableCell className="w-px whitespace-nowrap">
              {session.current ? null : (
                <Button
                  variant="outline"
                  size="sm"
                  aria-label={`Sign out ${browserName(session.user_agent)}`}
                  pending={change.isPending && change.variables?.path.endsWith(session.id)}
                  onClick={() =>
                    change.mutate(
                      { method: 'DELETE', path: `/sessions/${session.id}` },
                      {
                        onSuccess: () => toast.success('Signed out there'),
                        onError: (error) =>
                          toast.error('It could not be signed out', {
                            description: errorText(error).message,
                          }),
                      },
                    )
                  }
                >
                  Sign out
                </Button>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
