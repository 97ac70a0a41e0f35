'use client';

import { useState } from 'react';
import { fieldError } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { WebhookSecretView, WebhookView } from '@/lib/alerts/schema';
import { useAlertChange } from './queries';
import { SecretShown } from './secret-shown';

interface WebhookDialogProps {
  open: boolean;
  workspaceId: string;
  /** null: a new one */
  webhook: WebhookView | null;
  onClose: () => void;
}

/** Makes a webhook, whose secret is shown this once, or changes one. */
export function WebhookDialog({ open, workspaceId, webhook, onClose }: WebhookDialogProps) {
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const save = useAlertChange<WebhookSecretView>(workspaceId);
  const send = useOnce(save);
  const secret = webhook ? undefined : save.data?.secret;
  const wrong = { name: fieldError(save.error, 'name'), url: fieldError(save.error, 'url') };
  const submit = () =>
    send(
      {
        method: webhook ? 'PATCH' : 'POST',
        path: webhook ? `/webhooks/${webhook.id}` : '/webhooks',
        body: { name, url },
      },
      () => {
        if (!webhook) return;
        toast.success(`${name} saved`);
        onClose();
      },
    );
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={secret ? `${name} is ready` : webhook ? 'Edit webhook' : 'Add webhook'}
      description={
        secret ? 'Copy the secret now: it is not shown again.' : 'Where a program of yours takes messages.'
      }
      action={webhook ? 'Save' : 'Add webhook'}
      pending={save.isPending}
      onSubmit={submit}
      error={wrong.name || wrong.url ? null : save.error}
      result={secret ? <SecretShown secret={secret} /> : null}
    >
      <Field label="Name" error={wrong.name}>
        <Input
          value={name}
          maxLength={80}
          placeholder="Pager"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Address" error={wrong.url} description="A public one, over https.">
        <Input
          type="url"
          value={url}
          placeholder="https://example.com/hooks/headroom"
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
