'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { FormAlert } from '@/components/ui/form-alert';
import { Select } from '@/components/ui/select';
import { TableCell, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { MemberView } from '@/lib/workspaces/schema';
import { type OwnWorkspace, rolesToGive } from './own-workspace';
import { useSettingsChange } from './queries';

interface MemberRowProps {
  member: MemberView;
  workspace: OwnWorkspace;
  /** The person who looks. */
  self: boolean;
  /** Whether they may change members at all. */
  manages: boolean;
}

/** One member: their role, and the way out. */
export function MemberRow({ member, workspace, self, manages }: MemberRowProps) {
  const [removing, setRemoving] = useState(false);
  const change = useSettingsChange(['workspace', workspace.id]);
  const { user, role, since } = member;
  const path = `/workspaces/${workspace.id}/members/${user.id}`;
  // Only owners make owners, or touch one.
  const owner = workspace.role === 'owner';
  const editable = manages && !self && (owner || role !== 'owner');
  const options = rolesToGive(workspace.role).map((value) => ({ value, label: value }));
  return (
    <TableRow>
      <TableCell sticky className="max-w-36 font-medium sm:max-w-60">
        <span className="flex items-center gap-2">
          <span className="truncate">{user.name}</span>
          {self ? <Badge tone="accent">you</Badge> : null}
        </span>
      </TableCell>
      <TableCell>
        {editable ? (
          <Select
            aria-label={`Role of ${user.name}`}
            size="sm"
            className="w-32"
            options={options}
            value={role}
            onValueChange={(next) =>
              change.mutate(
                { method: 'PATCH', path, body: { role: next } },
                {
                  onSuccess: () => toast.success(`${user.name} is ${next} now`),
                  onError: (error) =>
                    toast.error('The role could not be changed', { description: errorText(error).message }),
                },
              )
            }
          />
        ) : (
          <Badge>{role}</Badge>
        )}
      </TableCell>
      <TableCell className="text-muted-foreground">{user.email}</TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground max-sm:hidden">
        <RelativeTime at={since} />
      </TableCell>
      {manages ? (
        <TableCell className="w-px">
          {editable ? (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${user.name}`}
              onClick={() => {
                change.reset();
                setRemoving(true);
              }}
            >
              <Trash2 aria-hidden />
            </Button>
          ) : null}
          <AlertDialog
            open={removing}
            onOpenChange={setRemoving}
            destructive
            title={`Remove ${user.name} from ${workspace.name}?`}
            description="Their sessions see and call nothing here from the next request on. Keys they own go on working and become the owner’s: revoke them on the page API keys if they should not."
            action="Remove member"
            pending={change.isPending}
            onAction={() =>
              change.mutate(
                { method: 'DELETE', path },
                {
                  onSuccess: () => {
                    toast.success(`${user.name} removed`);
                    setRemoving(false);
                  },
                },
              )
            }
          >
            <FormAlert>{change.isError ? errorText(change.error).message : null}</FormAlert>
          </AlertDialog>
        </TableCell>
      ) : null}
    </TableRow>
  );
}
