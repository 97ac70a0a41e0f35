import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { UpstreamForm, UpstreamFormErrors } from './upstream-form';

interface UpstreamFieldsProps {
  form: UpstreamForm;
  errors: UpstreamFormErrors;
  /** A key is stored. */
  hasKey: boolean;
  onChange: (change: Partial<UpstreamForm>) => void;
}

/** Where an upstream is, what opens it, and how long it may take. */
export function UpstreamFields({ form, errors, hasKey, onChange }: UpstreamFieldsProps) {
  const text = (field: Exclude<keyof UpstreamForm, 'removeKey'>) => ({
    value: form[field],
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <>
      <Field label="Name" error={errors.name}>
        <Input {...text('name')} />
      </Field>
      <Field
        label="Base URL"
        error={errors.baseUrl}
        description="Up to where /chat/completions would follow."
      >
        <Input
          className="font-mono"
          inputMode="url"
          placeholder="https://api.openai.com/v1"
          {...text('baseUrl')}
        />
      </Field>
      <Field
        label="Provider’s key"
        hint={hasKey ? 'stored' : 'optional'}
        error={errors.apiKey}
        description={
          hasKey
            ? 'Leave it empty to keep the stored key, or enter a new one. It is never shown.'
            : 'Stored sealed, and never shown again.'
        }
      >
        <Input
          className="font-mono"
          type="password"
          placeholder={hasKey ? '••••••••' : undefined}
          disabled={form.removeKey}
          {...text('apiKey')}
          autoComplete="new-password"
        />
      </Field>
      {hasKey && (
        <Label className="flex items-center gap-2.5 font-normal">
          <Checkbox checked={form.removeKey} onCheckedChange={(removeKey) => onChange({ removeKey })} />
          Remove the stored key
        </Label>
      )}
      <Field
        label="Calls at a time"
        hint="optional"
        error={errors.maxInFlight}
        description="Over all instances. More wait their turn by priority; empty is any number."
      >
        <Input inputMode="numeric" placeholder="Any number" {...text('maxInFlight')} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Connect" hint="seconds" error={errors.connect}>
          <Input inputMode="decimal" {...text('connect')} />
        </Field>
        <Field label="First byte" hint="seconds" error={errors.firstByte}>
          <Input inputMode="decimal" {...text('firstByte')} />
        </Field>
        <Field label="Silence" hint="seconds" error={errors.idle}>
          <Input inputMode="decimal" {...text('idle')} />
        </Field>
      </div>
      <p className="text-muted-foreground text-xs">
        A call that takes longer to connect, to begin its answer, or to go on with it, is ended and refunded.
      </p>
    </>
  );
}
