'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button, buttonVariants } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { onFirstOpen } from '@/components/ui/first-use';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import { OriginsCard } from './origins-card';
import type { OwnWorkspace } from './own-workspace';
import { useSettingsChange } from './queries';
import { SettingsForm } from './settings-form';

const DeleteDialog = onFirstOpen(() => import('./delete-dialog').then((module) => module.DeleteDialog));

/** The workspace's name and id, from where it may be called, its records, and the ways out of it. */
export function WorkspaceTab({ workspace, userId }: { workspace: OwnWorkspace; userId: string }) {
  const [name, setName] = useState(workspace.name);
  const [leaving, setLeaving] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const rename = useSettingsChange(['workspace', workspace.id]);
  const leave = useSettingsChange(['workspace', workspace.id]);
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
      <OriginsCard workspaceId={workspace.id} may={may} />
      {may ? (
        <Card>
          <CardHeader>
            <div>
              <CardTitle>Export {workspace.name}</CardTitle>
              <CardDescription>
                Members, keys without their secrets, plan, use by the hour, refusals and the audit log, as CSV
                and JSON in one zip.
              </CardDescription>
            </div>
            <a
              className={buttonVariants({ variant: 'outline' })}
              href={`/api/manage/workspaces/${workspace.id}/export`}
              download
            >
              <Download aria-hidden />
              Download export
            </a>
          </CardHeader>
        </Card>
      ) : null}
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
      {workspace.role === 'owner' ? (
        <Card>
          <CardHeader>
            <div>
              <CardTitle>Delete {workspace.name}</CardTitle>
              <CardDescription>
                For everybody, for good: keys stop at once, members, alerts and files go.
              </CardDescription>
            </div>
            <Button variant="destructive" onClick={() => setDeleting(true)}>
              Delete workspace
            </Button>
          </CardHeader>
        </Card>
      ) : null}
      {deleting ? (
        <DeleteDialog
          open
          workspace={workspace}
          onClose={() => setDeleting(false)}
          onDeleted={() => window.location.assign('/')}
        />
      ) : null}
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
