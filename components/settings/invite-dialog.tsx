'use client';

import { useState } from 'react';
import { fieldError } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useOnce } from '@/components/use-once';
import type { CreatedInviteView } from '@/lib/workspaces/members/schema';
import type { WorkspaceRole } from '@/lib/workspaces/schema';
import { type OwnWorkspace, ROLE_WORDS, rolesToGive } from './own-workspace';
import { useSettingsChange } from './queries';

interface InviteDialogProps {
  workspace: OwnWorkspace;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Whether this Headroom mails links. */
  mails: boolean;
}

/** Makes a link that lets one person join; it is shown this once. */
export function InviteDialog({ workspace, open, onOpenChange, mails }: InviteDialogProps) {
  const [role, setRole] = useState<WorkspaceRole>('developer');
  const [email, setEmail] = useState('');
  const create = useSettingsChange<CreatedInviteView>(['workspace', workspace.id, 'invites']);
  const send = useOnce(create);
  const wrong = fieldError(create.error, 'email');
  const toMail = mails && email.trim() !== '';
  const made = create.data;
  const link = made ? `${window.location.origin}/join?invite=${made.token}` : '';
  return (
    <FormDialog
      open={open}
      onClose={() => onOpenChange(false)}
      title={
        made ? (made.sent_to ? 'Invitation sent' : 'Send this link') : `Invite somebody to ${workspace.name}`
      }
      description={made ? afterwards(made) : beforehand(mails)}
      action={toMail ? 'Send invitation' : 'Create link'}
      pending={create.isPending}
      onSubmit={() => {
        const body = { role, ...(email.trim() && { email: email.trim() }) };
        send({ method: 'POST', path: `/workspaces/${workspace.id}/invites`, body });
      }}
      error={wrong ? null : create.error}
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
        error={wrong}
        description="Only an account with this address can use the link. Empty: whoever has it."
      >
        <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

const beforehand = (mails: boolean): string =>
  mails
    ? 'With an e-mail address we send the link; without one you get it to send. It works once, within a week.'
    : 'You get a link to send. It works once, within a week.';

function afterwards({ email, sent_to: sentTo }: CreatedInviteView): string {
  const alone = email ? `, for ${email} alone` : '';
  const works = `It works once, within a week${alone}. It is not shown again.`;
  return sentTo ? `We mailed this link to ${sentTo}. ${works}` : works;
}
