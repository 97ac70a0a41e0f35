'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { toast } from '@/components/ui/toast';
import type { UpstreamView } from '@/lib/models/schema';
import { UpstreamFields } from './upstream-fields';
import {
  EMPTY_UPSTREAM_FORM,
  parseUpstreamForm,
  toUpstreamForm,
  type UpstreamFormErrors,
} from './upstream-form';
import { useCheckUpstream, useSaveUpstream } from './use-models';

export interface UpstreamDialogProps {
  open: boolean;
  /** null adds one. */
  upstream: UpstreamView | null;
  onClose: () => void;
}

/** Adds or changes an upstream, and checks it then. Mount it anew for each. */
export function UpstreamDialog({ open, upstream, onClose }: UpstreamDialogProps) {
  const [form, setForm] = useState(() => (upstream ? toUpstreamForm(upstream) : EMPTY_UPSTREAM_FORM));
  const [errors, setErrors] = useState<UpstreamFormErrors>({});
  const save = useSaveUpstream(upstream?.id ?? null);
  const check = useCheckUpstream();

  const submit = async () => {
    const parsed = parseUpstreamForm(form);
    setErrors('errors' in parsed ? parsed.errors : {});
    if ('errors' in parsed) return;
    const saved = await save.mutateAsync(parsed.upstream).catch(() => null);
    if (!saved) return;
    onClose();
    const found = await check.mutateAsync(saved.id).catch(() => null);
    if (found?.ok) toast.success(`${saved.name} is saved`, { description: found.message });
    else toast.error(`${saved.name} is saved, but its check failed`, { description: found?.message });
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={upstream ? `Edit ${upstream.name}` : 'Add upstream'}
      description="An OpenAI-compatible API: a provider, a gateway, or a server of your own such as vLLM or Ollama."
      action={upstream ? 'Save upstream' : 'Add upstream'}
      pending={save.isPending}
      onSubmit={submit}
      error={save.error}
      autoComplete="off"
    >
      <UpstreamFields
        form={form}
        errors={errors}
        hasKey={upstream?.has_key ?? false}
        onChange={(change) => setForm({ ...form, ...change })}
      />
    </FormDialog>
  );
}
