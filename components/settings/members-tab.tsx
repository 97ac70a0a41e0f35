'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ListCard } from '@/components/admin/list-card';
import { LoadMore } from '@/components/admin/load-more';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
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
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/workspaces/schema';
import { MemberRow } from './member-row';
import type { OwnWorkspace } from './own-workspace';
import { invitesQuery, useMemberList, useSettingsChange } from './queries';

const InviteDialog = onFirstOpen(() => import('./invite-dialog').then((module) => module.InviteDialog));

interface MembersTabProps {
  workspace: OwnWorkspace;
  userId: string;
  /** Whether this Headroom mails links. */
  mails: boolean;
}

/** Who belongs to the workspace with which role, and who is invited. */
export function MembersTab({ workspace, userId, mails }: MembersTabProps) {
  const [inviting, setInviting] = useState(false);
  const list = useMemberList(workspace.id);
  const manages = workspace.role === 'owner' || workspace.role === 'admin';
  return (
    <div className="flex flex-col gap-6">
      <ListCard
        title={`Members of ${workspace.name}`}
        description="Owners and admins manage members and keys, developers have keys of their own, viewers look."
        action={
          manages ? (
            <Button onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              Invite member
            </Button>
          ) : null
        }
        rows={list.rows}
        query={list}
        failed="Members could not be loaded"
        skeletons={3}
      >
        {(rows) => (
          <>
            <Members rows={rows} workspace={workspace} userId={userId} manages={manages} />
            <LoadMore list={list} noun="members" shown={rows.length} />
          </>
        )}
      </ListCard>
      {manages ? <Invites workspaceId={workspace.id} /> : null}
      {inviting ? (
        <InviteDialog
          open
          workspace={workspace}
          mails={mails}
          onOpenChange={(open) => !open && setInviting(false)}
        />
      ) : null}
    </div>
  );
}

interface MembersProps extends Omit<MembersTabProps, 'mails'> {
  rows: readonly MemberView[];
  manages: boolean;
}

const Members = ({ rows, workspace, userId, manages }: MembersProps) => (
  <Table label="Members">
    <TableHeader>
      <tr>
        <TableHead sticky>Name</TableHead>
        <TableHead>Role</TableHead>
        <TableHead>E-mail</TableHead>
        <TableHead className="max-sm:hidden">Joined</TableHead>
        {manages ? <ActionsHead /> : null}
      </tr>
    </TableHeader>
    <TableBody>
      {rows.map((member) => (
        <MemberRow
          key={member.user.id}
          member={member}
          workspace={workspace}
          self={member.user.id === userId}
          manages={manages}
        />
      ))}
    </TableBody>
  </Table>
);

/** Links that nobody has used yet. */
function Invites({ workspaceId }: { workspaceId: string }) {
  const { data } = useQuery(invitesQuery(workspaceId));
  const change = useSettingsChange(['workspace', workspaceId, 'invites']);
  if (!data || data.data.length === 0) return null;
  return (
    <Card className="overflow-hidden">
      <CardHeader className="border-b px-3">
        <CardTitle>Invitations</CardTitle>
      </CardHeader>
      <Table label="Invitations">
        <TableHeader>
          <tr>
            <TableHead sticky>For</TableHead>
            <TableHead>Role</TableHead>
            <TableHead>Ends</TableHead>
            <ActionsHead />
          </tr>
        </TableHeader>
        <TableBody>
          {data.data.map((invite) => {
            const path = `/invites/${invite.id}`;
            const who = invite.email ?? 'whoever has the link';
            return (
              <TableRow key={invite.id}>
                <TableCell sticky className="max-w-48 truncate">
                  {who}
                </TableCell>
                <TableCell>{invite.role}</TableCell>
                <TableCell className="whitespace-nowrap text-muted-foreground">
                  <RelativeTime at={invite.expires_at} />
                </TableCell>
                <TableCell className="w-px whitespace-nowrap">
                  <Button
                    variant="outline"
                    size="sm"
                    aria-label={`Withdraw the invitation for ${who}`}
                    pending={change.isPending && change.variables.path === path}
                    onClick={() =>
                      change.mutate(
                        { method: 'DELETE', path },
                        {
                          onSuccess: () => toast.success('Invitation withdrawn'),
                          onError: (error) =>
                            toast.error('It could not be withdrawn', {
                              description: errorText(error).message,
                            }),
                        },
                      )
                    }
                  >
                    Withdraw
                  </Button>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
