'use client';

import { useState } from 'react';
import { api } from '@/components/api-client';
import { FormDialog } from '@/components/form-dialog';
import { typedNumber } from '@/components/format/typed-number';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { useChange, useReread } from '@/components/use-change';
import { useOnce } from '@/components/use-once';
import type { KeyView } from '@/lib/keys/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';

interface CreditDialogProps {
  workspace: WorkspaceView;
  /** Keys that have a budget to raise. */
  keys: readonly KeyView[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const WHOLE = 'workspace';

/** Raises a budget by an amount: of one key, or of what the whole workspace may spend. */
export function CreditDialog({ workspace, keys, open, onOpenChange }: CreditDialogProps) {
  const whole = hasMoneyLimit(workspace);
  const [to, setTo] = useState(whole ? WHOLE : (keys[0]?.id ?? WHOLE));
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const typed = typedNumber(amount);
  const reread = useReread();
  const grant = useChange({
    mutationFn: (_: object) =>
      api<unknown>(to === WHOLE ? `/workspaces/${workspace.id}/credit` : `/keys/${to}/credit`, {
        method: 'POST',
        body: { amount: typed, ...(note.trim() && { note: note.trim() }) },
      }),
    onSuccess: () => reread(['workspace', workspace.id], ['audit']),
  });
  const send = useOnce(grant);
  const options = [
    ...(whole ? [{ value: WHOLE, label: 'The whole workspace' }] : []),
    ...keys.map((key) => ({ value: key.id, label: key.name, detail: budgetWords(key) })),
  ];
  const submit = () => {
    const ok = /^\d{1,10}(\.\d{1,6})?$/.test(typed) && Number(typed) > 0;
    setWrong(ok ? undefined : 'Enter an amount above 0, such as 12.50.');
    if (!ok) return;
    send({}, () => {
      toast.success(`${typed} ${workspace.catalog.currency} granted`, {
        description: 'In force on the next request. What was used is kept.',
      });
      onOpenChange(false);
    });
  };
  return (
    <FormDialog
      open={open}
      onClose={() => onOpenChange(false)}
      title="Grant credit"
      description={`Raises a budget of ${workspace.name} by an amount. What was used stays used.`}
      action="Grant credit"
      disabled={options.length === 0}
      pending={grant.isPending}
      onSubmit={submit}
      error={grant.error}
    >
      {options.length === 0 ? (
        <p className="text-muted-foreground text-sm">
          There is no budget to raise: no key of this workspace has one, and nothing limits what it spends as
          a whole. Add a custom limit on spend first.
        </p>
      ) : (
        <>
          <Field label="Budget">
            <Select options={options} value={to} onValueChange={setTo} />
          </Field>
          <Field
            label="Amount"
            hint={workspace.catalog.currency}
            {...(wrong === undefined ? {} : { error: wrong })}
          >
            <Input
              inputMode="decimal"
              placeholder="12.50"
              value={amount}
              onChange={(event) => setAmount(event.target.value)}
            />
          </Field>
          <Field label="Note" hint="optional" description="Kept in the audit log.">
            <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const budgetWords = ({ budget }: KeyView) =>
  budget ? `${budget.amount} ${budget.period === 'month' ? 'a month' : 'in all'}` : '';

const hasMoneyLimit = ({ plan, overrides }: WorkspaceView): boolean =>
  [...overrides.map((o) => ({ ...o, limit: o.capacity })), ...plan.limits].some(
    ({ metric, scope, limit }) => metric === 'cost' && scope === 'workspace' && limit !== null,
  );
