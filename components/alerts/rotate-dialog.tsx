'use client';

import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
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
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={secret ? `The new secret of ${webhook.name}` : `Rotate the secret of ${webhook.name}?`}
        description={
          secret
            ? 'Copy it now: it is not shown again.'
            : 'Until the overlap ends both secrets sign, so your program can change over at any time.'
        }
        footer={
          secret ? (
            <DialogClose render={<Button>Done</Button>} />
          ) : (
            <>
              <DialogClose render={<Button variant="outline">Cancel</Button>} />
              <Button
                pending={rotate.isPending}
                onClick={() =>
                  send({
                    method: 'POST',
                    path: `/webhooks/${webhook.id}/rotate`,
                    body: { overlap_seconds: Number(overlap) },
                  })
                }
              >
                Rotate secret
              </Button>
            </>
          )
        }
      >
        {secret ? (
          <SecretShown secret={secret} />
        ) : (
          <div className="flex flex-col gap-4">
            <Field label="Overlap">
              <Select options={OVERLAPS} value={overlap} onValueChange={setOverlap} />
            </Field>
            <FormAlert>{rotate.isError ? errorText(rotate.error).message : null}</FormAlert>
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}
