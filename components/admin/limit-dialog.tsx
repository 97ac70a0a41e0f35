'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { limitName } from '@/components/format/limit';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import type { LimitInput } from '@/lib/plans/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { LimitFields } from './limit-fields';
import { emptyLimitForm, type LimitFormErrors, parseLimitForm, toLimitForm } from './limit-form';
import { withOverride } from './limit-rows';
import { usePatchWorkspace } from './use-admin';

interface LimitDialogProps {
  open: boolean;
  workspace: WorkspaceView;
  /** The limit whose number is set; null adds one of its own. */
  limit: (Omit<LimitInput, 'capacity'> & { capacity?: number | null }) | null;
  onClose: () => void;
}

/** Sets one custom limit. Mount it anew for each limit. */
export function LimitDialog({ open, workspace, limit, onClose }: LimitDialogProps) {
  const zone = workspace.catalog.time_zone;
  const [form, setForm] = useState(() =>
    limit
      ? {
          ...toLimitForm({ ...limit, capacity: limit.capacity ?? null }, zone),
          unlimited: limit.capacity === null,
        }
      : emptyLimitForm(zone),
  );
  const [errors, setErrors] = useState<LimitFormErrors>({});
  const patch = usePatchWorkspace(workspace.id);
  const send = useOnce(patch);

  const submit = () => {
    const parsed = parseLimitForm(form);
    if ('errors' in parsed) {
      setErrors(parsed.errors);
      return;
    }
    setErrors({});
    send({ overrides: withOverride(workspace.overrides, parsed.limit) }, () => {
      toast.success(`${limitName({ ...parsed.limit, resource: parsed.limit.resource || null })} set`, {
        description: 'In force on the next request.',
      });
      onClose();
    });
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={
        limit
          ? `Set ${limitName({ ...limit, resource: limit.resource || null }).toLowerCase()}`
          : 'Add custom limit'
      }
      description={`For ${workspace.name} alone, in place of what its plan says. Used amounts are kept.`}
      action={limit ? 'Set limit' : 'Add limit'}
      pending={patch.isPending}
      onSubmit={submit}
      error={patch.error}
    >
      <LimitFields
        form={form}
        errors={errors}
        fixed={limit !== null}
        currency={workspace.catalog.currency}
        onChange={(change) => setForm({ ...form, ...change })}
      />
    </FormDialog>
  );
}
