'use client';

import { api } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { useChange, useReread } from '@/components/use-change';
import { useOnce } from '@/components/use-once';
import type { ResetLinkView } from '@/lib/auth/reset/schema';
import type { MemberView } from '@/lib/workspaces/schema';

interface ResetDialogProps {
  open: boolean;
  user: MemberView['user'];
  onClose: () => void;
}

/** Makes a link that sets a new password: mailed to the person, or shown to hand over. */
export function ResetDialog({ open, user, onClose }: ResetDialogProps) {
  const reread = useReread();
  const give = useChange({
    mutationFn: (_: object) => api<ResetLinkView>(`/users/${user.id}/password-reset`, { method: 'POST' }),
    onSuccess: () => reread(['audit']),
  });
  const send = useOnce(give);
  const made = give.data;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={title(made, user.name)}
      description={
        made
          ? description(made)
          : `${user.email} gets a link that sets a new password: by e-mail where this Headroom sends it, else you hand it over. Nothing changes until it is used.`
      }
      action="Make link"
      pending={give.isPending}
      error={give.error}
      onSubmit={() => send({})}
      result={made ? <Link made={made} /> : null}
    >
      {null}
    </FormDialog>
  );
}

const title = (made: ResetLinkView | undefined, name: string): string =>
  made ? (made.sent_to ? 'Link sent' : 'Hand over this link') : `Let ${name} set a new password?`;

const description = ({ sent_to: sentTo }: ResetLinkView): string =>
  sentTo
    ? `We mailed it to ${sentTo}. It works once, within 24 hours.`
    : 'Whoever has it can sign in as this person: give it to nobody else. It works once, within 24 hours, and is not shown again.';

function Link({ made }: { made: ResetLinkView }) {
  if (made.token === null) return <p>Earlier links of this account no longer work.</p>;
  const link = `${window.location.origin}/reset?token=${made.token}`;
  return (
    <div className="flex items-center gap-2">
      <Input aria-label="Link to set a password" readOnly value={link} className="font-mono text-xs" />
      <CopyButton value={link} label="Copy link" />
    </div>
  );
}
