'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { useOnce } from '@/components/use-once';
import type { WebhookSecretView, WebhookView } from '@/lib/alerts/schema';
import { useAlertChange } from './queries';
import { SecretShown } from './secret-shown';

const OVERLAPS = [
  { value: '0', label: 'None: the former secret ends now' },
  { value: '3600', label: 'An hour' },
  { value: '86400', label: 'A day' },
  { value: '604800', label: 'A week' },
];

interface RotateDialogProps {
  open: boolean;
  workspaceId: string;
  webhook: WebhookView;
  onClose: () => void;
}

/** Gives a webhook a new secret; both sign for a while. */
export function RotateDialog({ open, workspaceId, webhook, onClose }: RotateDialogProps) {
  const [overlap, setOverlap] = useState('86400');
  const rotate = useAlertChange<WebhookSecretView>(workspaceId);
  const send = useOnce(rotate);
  const secret = rotate.data?.secret;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={secret ? `The new secret of ${webhook.name}` : `Rotate the secret of ${webhook.name}?`}
      description={
        secret
          ? 'Copy it now: it is not shown again.'
          : 'Until the overlap ends both secrets sign, so your program can change over at any time.'
      }
      action="Rotate secret"
      pending={rotate.isPending}
      onSubmit={() =>
        send({
          method: 'POST',
          path: `/webhooks/${webhook.id}/rotate`,
          body: { overlap_seconds: Number(overlap) },
        })
      }
      error={rotate.error}
      result={secret ? <SecretShown secret={secret} /> : null}
    >
      <Field label="Overlap">
        <Select options={OVERLAPS} value={overlap} onValueChange={setOverlap} />
      </Field>
    </FormDialog>
  );
}
