'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useOnce } from '@/components/use-once';
import type { CreatedTokenView } from '@/lib/auth/token-schema';
import type { MeView } from '@/lib/workspaces/schema';
import { useSettingsChange } from './queries';

interface TokenDialogProps {
  workspaces: MeView['workspaces'];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const DAY_MS = 86_400_000;
const SPANS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Never' },
] as const;

/** Makes a management token; it is shown this once. */
export function TokenDialog({ workspaces, open, onOpenChange }: TokenDialogProps) {
  const [name, setName] = useState('');
  const [workspaceId, setWorkspaceId] = useState('');
  const [days, setDays] = useState<(typeof SPANS)[number]['value']>('90');
  const [unnamed, setUnnamed] = useState(false);
  const create = useSettingsChange<CreatedTokenView>(['tokens']);
  const send = useOnce(create);
  const made = create.data;
  const submit = () => {
    setUnnamed(name.trim() === '');
    if (name.trim() === '') return;
    const body = {
      name: name.trim(),
      ...(workspaceId && { workspace_id: workspaceId }),
      ...(days && { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
    };
    send({ method: 'POST', path: '/tokens', body });
  };
  return (
    <FormDialog
      open={open}
      onClose={() => onOpenChange(false)}
      title={made ? `${made.name} is ready` : 'Create management token'}
      description={
        made ? 'Copy it now: it is not shown again.' : 'It can do what you may, in one workspace or in all.'
      }
      action="Create token"
      pending={create.isPending}
      onSubmit={submit}
      error={create.error}
      result={
        made ? (
          <div className="flex items-center gap-2">
            <Input aria-label="Management token" readOnly value={made.token} className="font-mono text-xs" />
            <CopyButton value={made.token} label="Copy token" />
          </div>
        ) : null
      }
    >
      <Field label="Name" {...(unnamed ? { error: 'Enter a name.' } : {})}>
        <Input
          value={name}
          maxLength={80}
          placeholder="Deploy script"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label="Workspace">
        <Select
          options={[
            { value: '', label: 'All your workspaces' },
            ...workspaces.map((workspace) => ({ value: workspace.id, label: workspace.name })),
          ]}
          value={workspaceId}
          onValueChange={setWorkspaceId}
        />
      </Field>
      <Field label="Ends after">
        <Select options={SPANS} value={days} onValueChange={setDays} />
      </Field>
    </FormDialog>
  );
}
