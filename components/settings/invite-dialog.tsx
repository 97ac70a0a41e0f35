'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useOnce } from '@/components/use-once';
import type { CreatedInviteView } from '@/lib/workspaces/members/schema';
import type { WorkspaceRole } from '@/lib/workspaces/schema';
import { type OwnWorkspace, ROLE_WORDS, rolesToGive } from './own-workspace';
import { useChange } from './queries';

interface InviteDialogProps {
  workspace: OwnWorkspace;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Makes a link that lets one person join; it is shown this once. */
export function InviteDialog({ workspace, open, onOpenChange }: InviteDialogProps) {
  const [role, setRole] = useState<WorkspaceRole>('developer');
  const [email, setEmail] = useState('');
  const create = useChange<CreatedInviteView>(['workspace', workspace.id, 'invites']);
  const send = useOnce(create);
  const made = create.data;
  const link = made ? `${window.location.origin}/join?invite=${made.token}` : '';
  return (
    <FormDialog
      open={open}
      onClose={() => onOpenChange(false)}
      title={made ? 'Send this link' : `Invite somebody to ${workspace.name}`}
      description={
        made
          ? `It works once, within a week${made.email ? `, for ${made.email} alone` : ''}. It is not shown again.`
          : 'You get a link to send. It works once, within a week.'
      }
      action="Create link"
      pending={create.isPending}
      onSubmit={() => {
        const body = { role, ...(email.trim() && { email: email.trim() }) };
        send({ method: 'POST', path: `/workspaces/${workspace.id}/invites`, body });
      }}
      error={create.error}
      result={
        made ? (
          <div className="flex items-center gap-2">
            <Input aria-label="Invitation link" readOnly value={link} className="font-mono text-xs" />
            <CopyButton value={link} label="Copy link" />
          </div>
        ) : null
      }
    >
      <Field label="Role">
        <Select
          options={rolesToGive(workspace.role).map((value) => ({
            value,
            label: value,
            detail: ROLE_WORDS[value],
          }))}
          value={role}
          onValueChange={setRole}
        />
      </Field>
      <Field
        label="E-mail"
        hint="optional"
        description="Only an account with this address can use the link. Empty: whoever has it."
      >
        <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
