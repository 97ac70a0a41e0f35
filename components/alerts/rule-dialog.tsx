'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FormDialog } from '@/components/form-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { useOnce } from '@/components/use-once';
import { workspaceQuery } from '@/components/workspaces/queries';
import type { AlertRuleView, EmailChoice, WebhookView } from '@/lib/alerts/schema';
import { limitOptions } from './limit-options';
import { useAlertChange } from './queries';
import { EMAIL_WORDS } from './words';

interface RuleDialogProps {
  open: boolean;
  workspaceId: string;
  /** null: a new one */
  rule: AlertRuleView | null;
  webhooks: readonly WebhookView[];
  mail: boolean;
  onClose: () => void;
}

const USUAL = [50, 75, 90, 100];
const EMAILS = (Object.keys(EMAIL_WORDS) as EmailChoice[]).map((value) => ({
  value,
  label: EMAIL_WORDS[value],
}));

/** Makes or changes a rule. */
export function RuleDialog({ open, workspaceId, rule, webhooks, mail, onClose }: RuleDialogProps) {
  const { data: workspace } = useQuery(workspaceQuery(workspaceId));
  const [name, setName] = useState(rule?.name ?? 'Limits running out');
  const [limit, setLimit] = useState(rule?.limit ?? '');
  const [thresholds, setThresholds] = useState<readonly number[]>(rule?.thresholds ?? [75, 90, 100]);
  const [projected, setProjected] = useState(rule?.projected ?? false);
  const [email, setEmail] = useState<EmailChoice>(rule?.email ?? 'nobody');
  const [hooks, setHooks] = useState<readonly string[]>(rule?.webhook_ids ?? []);
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const save = useAlertChange(workspaceId);
  const send = useOnce(save);
  const percents = [...new Set([...USUAL, ...(rule?.thresholds ?? [])])].sort((a, b) => a - b);
  const submit = () =>
    send(
      {
        method: rule ? 'PATCH' : 'POST',
        path: rule ? `/alerts/${rule.id}` : '/alerts',
        body: { name, limit: limit || null, thresholds, projected, email, webhook_ids: hooks, enabled },
      },
      () => {
        toast.success(rule ? `${name} saved` : `${name} added`);
        onClose();
      },
    );
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={rule ? 'Edit rule' : 'Add rule'}
      description="What is over a threshold already is told within seconds."
      action={rule ? 'Save' : 'Add rule'}
      pending={save.isPending}
      onSubmit={submit}
      error={save.error}
    >
      <Field label="Name">
        <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Limit">
        <Select
          options={
            workspace ? limitOptions(workspace, rule?.limit ?? null) : [{ value: '', label: 'Every limit' }]
          }
          value={limit}
          onValueChange={setLimit}
        />
      </Field>
      <Choices legend="Tell when this much is used">
        {percents.map((percent) => (
          <Choice
            key={percent}
            label={`${percent} %`}
            checked={thresholds.includes(percent)}
            onChange={(on) => setThresholds(toggled(thresholds, percent, on))}
          />
        ))}
      </Choices>
      <Choice
        label="Also when its pace would use it up before it resets"
        checked={projected}
        onChange={setProjected}
      />
      {mail ? (
        <Field label="E-mail to">
          <Select options={EMAILS} value={email} onValueChange={setEmail} />
        </Field>
      ) : (
        <p className="text-muted-foreground text-xs">
          This installation sends no e-mail: no mail server is set.
        </p>
      )}
      {webhooks.length > 0 ? (
        <Choices legend="Webhooks">
          {webhooks.map(({ id, name: label }) => (
            <Choice
              key={id}
              label={label}
              checked={hooks.includes(id)}
              onChange={(on) => setHooks(toggled(hooks, id, on))}
            />
          ))}
        </Choices>
      ) : null}
      {rule ? <Choice label="Switched on" checked={enabled} onChange={setEnabled} /> : null}
    </FormDialog>
  );
}

const toggled = <T,>(list: readonly T[], item: T, on: boolean): T[] =>
  on ? [...list, item] : list.filter((other) => other !== item);

const Choices = ({ legend, children }: { legend: string; children: ReactNode }) => (
  <fieldset>
    <legend className="mb-2 font-medium text-sm">{legend}</legend>
    <div className="flex flex-wrap gap-x-5 gap-y-2">{children}</div>
  </fieldset>
);

interface ChoiceProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

const Choice = ({ label, checked, onChange }: ChoiceProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox renders the control inside
  <label className="flex min-h-6 items-center gap-2 text-sm">
    <Checkbox checked={checked} onCheckedChange={onChange} />
    {label}
  </label>
);
