'use client';

import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import type { OwnWorkspace } from './own-workspace';
import { useChange } from './queries';
import { SettingsForm } from './settings-form';

/** The workspace's name and id, and the way out of it. */
export function WorkspaceTab({ workspace, userId }: { workspace: OwnWorkspace; userId: string }) {
  const [name, setName] = useState(workspace.name);
  const [leaving, setLeaving] = useState(false);
  const rename = useChange(['workspace', workspace.id]);
  const leave = useChange(['workspace', workspace.id]);
  const may = workspace.role === 'owner' || workspace.role === 'admin';
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <CardHeader>
          <CardTitle>Workspace</CardTitle>
        </CardHeader>
        <CardContent>
          <SettingsForm
            action={may ? 'Rename workspace' : null}
            disabled={name.trim() === '' || name.trim() === workspace.name}
            change={rename}
            onSubmit={() =>
              rename.mutate(
                { method: 'PATCH', path: `/workspaces/${workspace.id}`, body: { name: name.trim() } },
                // A full load: the name stands around every page.
                { onSuccess: () => window.location.reload() },
              )
            }
          >
            <Field
              label="Name"
              {...(may ? {} : { description: 'Owners and admins of the workspace may rename it.' })}
            >
              <Input
                value={name}
                maxLength={80}
                disabled={!may}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <p className="flex items-center gap-1 text-muted-foreground text-sm">
              Id <span className="truncate font-mono text-xs">{workspace.id}</span>
              <CopyButton value={workspace.id} label="Copy workspace id" />
            </p>
          </SettingsForm>
        </CardContent>
      </Card>
      <Card>
        <CardHeader>
          <div>
            <CardTitle>Leave {workspace.name}</CardTitle>
            <CardDescription>
              You see and call nothing here any more. Keys you own go on working; they become the owner’s.
            </CardDescription>
          </div>
          <Button variant="outline" onClick={() => setLeaving(true)}>
            Leave workspace
          </Button>
        </CardHeader>
      </Card>
      <AlertDialog
        open={leaving}
        onOpenChange={setLeaving}
        destructive
        title={`Leave ${workspace.name}?`}
        description="To come back you need an invitation. The last owner cannot leave."
        action="Leave workspace"
        pending={leave.isPending}
        onAction={() =>
          leave.mutate(
            { method: 'DELETE', path: `/workspaces/${workspace.id}/members/${userId}` },
            { onSuccess: () => window.location.assign('/') },
          )
        }
      >
        <FormAlert>{leave.isError ? errorText(leave.error).message : null}</FormAlert>
      </AlertDialog>
    </div>
  );
}
