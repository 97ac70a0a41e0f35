'use client';

import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { parseSizes, SIZES, toSizesForm } from '@/components/plan-editor/sizes-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { toast } from '@/components/ui/toast';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { usePatchWorkspace } from './use-admin';

interface SizesDialogProps {
  open: boolean;
  workspace: WorkspaceView;
  onClose: () => void;
}

/** Sets what one upload of a workspace may carry, or leaves that to its plan. */
export function SizesDialog({ open, workspace, onClose }: SizesDialogProps) {
  const { plan, sizes } = workspace;
  const [form, setForm] = useState(() => ({ ...toSizesForm(sizes), included: true }));
  const [asPlan, setAsPlan] = useState(workspace.sizes_set_by === 'plan');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const patch = usePatchWorkspace(workspace.id);

  const submit = () => {
    const parsed = asPlan ? { sizes: null } : parseSizes(form);
    setErrors('errors' in parsed ? parsed.errors : {});
    if ('errors' in parsed) return;
    patch.mutate(
      { sizes: parsed.sizes },
      {
        onSuccess: () => {
          toast.success(asPlan ? `Upload sizes of ${plan.name} in force` : 'Upload sizes set', {
            description: 'In force on the next upload.',
          });
          onClose();
        },
      },
    );
  };

  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="Set upload sizes"
      description={`For ${workspace.name} alone, in place of what its plan says. Stored files stay.`}
      action="Set upload sizes"
      pending={patch.isPending}
      onSubmit={submit}
      error={patch.error}
    >
      <Label className="flex min-h-6 items-center gap-2 font-normal">
        <Checkbox checked={asPlan} onCheckedChange={setAsPlan} />
        As the plan {plan.name} says{plan.sizes ? '' : ': no uploads'}
      </Label>
      <div className="grid gap-4 sm:grid-cols-2">
        {SIZES.map(({ field, label, unit }) => (
          <Field key={field} label={label} hint={unit} error={asPlan ? undefined : errors[field]}>
            <Input
              inputMode="decimal"
              className="tabular-nums"
              disabled={asPlan}
              value={asPlan ? toSizesForm(plan.sizes)[field] : form[field]}
              onChange={(event) => setForm({ ...form, [field]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </FormDialog>
  );
}
