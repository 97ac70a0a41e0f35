'use client';

import { useState } from 'react';
import { RelativeTime } from '@/components/clock/relative-time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import type { MemberView } from '@/lib/workspaces/schema';
import { LoadMore } from './load-more';
import { LoadedRows } from './loaded-rows';
import { useMembers } from './use-admin';

const ResetDialog = onFirstOpen(() => import('./reset-dialog').then((module) => module.ResetDialog));

/** Who belongs to a workspace; who cannot sign in gets a link that sets a new password. */
export function WorkspaceMembers({ workspaceId }: { workspaceId: string }) {
  const list = useMembers(workspaceId);
  const [resetting, setResetting] = useState<MemberView['user'] | null>(null);
  return (
    <Card className="overflow-hidden" aria-busy={list.isPending}>
      <CardHeader className="border-b px-3">
        <CardTitle>Members</CardTitle>
      </CardHeader>
      <LoadedRows
        rows={list.rows}
        query={list}
        failed="Members could not be loaded"
        skeletons={3}
        empty={<EmptyState title="Nobody belongs to this workspace">Its keys work all the same.</EmptyState>}
      >
        {(rows) => (
          <>
            <Table label="Members">
              <TableHeader>
                <tr>
                  <TableHead sticky>Name</TableHead>
                  <TableHead>E-mail</TableHead>
                  <TableHead>Role</TableHead>
                  <TableHead>Joined</TableHead>
                  <ActionsHead />
                </tr>
              </TableHeader>
              <TableBody>
                {rows.map(({ user, role, since }) => (
                  <TableRow key={user.id}>
                    <TableCell sticky className="max-w-40 truncate font-medium sm:max-w-72">
                      {user.name}
                    </TableCell>
                    <TableCell className="text-muted-foreground">{user.email}</TableCell>
                    <TableCell>
                      <Badge>{role}</Badge>
                    </TableCell>
                    <TableCell className="whitespace-nowrap text-muted-foreground">
                      <RelativeTime at={since} />
                    </TableCell>
                    <TableCell className="w-px">
                      <Button
                        variant="outline"
                        size="sm"
                        aria-label={`Reset the password of ${user.name}`}
                        onClick={() => setResetting(user)}
                      >
                        Reset password
                      </Button>
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            <LoadMore list={list} noun="members" shown={rows.length} />
          </>
        )}
      </LoadedRows>
      {resetting ? <ResetDialog open user={resetting} onClose={() => setResetting(null)} /> : null}
    </Card>
  );
}
