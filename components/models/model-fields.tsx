import { Checkbox } from '@/components/ui/checkbox';
import { Field, type FieldProps } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import type { UpstreamView } from '@/lib/models/schema';
import { METERS, MODEL_RESOURCES } from '@/lib/plans/resources';
import type { CatalogView } from '@/lib/plans/schema';
import { type ModelForm, type ModelFormErrors, writesTokens } from './model-form';
import { pricedPer, pricedSides } from './price';
import { METER_WORDS, RESOURCE_WORDS } from './words';

interface ModelFieldsProps {
  form: ModelForm;
  errors: ModelFormErrors;
  /** An existing model stays in its catalog. */
  fixedCatalog: boolean;
  catalogs: readonly CatalogView[];
  upstreams: readonly UpstreamView[];
  onChange: (change: Partial<ModelForm>) => void;
}

const RESOURCES = MODEL_RESOURCES.map((value) => ({ value, label: RESOURCE_WORDS[value] }));

/** What a model is, where it is called, what it costs. */
export function ModelFields({ form, errors, fixedCatalog, catalogs, upstreams, onChange }: ModelFieldsProps) {
  const currency = catalogs.find(({ id }) => id === form.catalog)?.currency ?? '';
  const sides = pricedSides(form.meter);
  const per = pricedPer(form.meter);
  const typed = { form, errors, onChange };
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <TypedField
          {...typed}
          name="name"
          label="Name"
          description="What clients send as model. A * at the end takes every name that begins so."
        />
        <Field label="Catalog" description={fixedCatalog ? 'A model stays in its catalog.' : undefined}>
          <Select
            disabled={fixedCatalog}
            value={form.catalog}
            onValueChange={(catalog) => onChange({ catalog })}
            options={catalogs.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
        <Field label="For">
          <Select
            value={form.resource}
            onValueChange={(resource) => onChange({ resource })}
            options={RESOURCES}
          />
        </Field>
        <Field label="Upstream" error={errors.upstreamId}>
          <Select
            value={form.upstreamId}
            placeholder="Choose an upstream"
            onValueChange={(upstreamId) => onChange({ upstreamId })}
            options={upstreams.map(({ id, name, enabled }) => ({
              value: id,
              label: enabled ? name : `${name} (disabled)`,
            }))}
          />
        </Field>
        <TypedField
          {...typed}
          name="upstreamModel"
          label="Name there"
          hint="optional"
          description="What the upstream calls it, where that differs."
          placeholder={form.name.trim() || 'the same'}
        />
        <Field label="Priced by">
          <Select
            disabled={METERS[form.resource].length === 1}
            value={form.meter}
            onValueChange={(meter) => onChange({ meter })}
            options={METERS[form.resource].map((value) => ({ value, label: METER_WORDS[value] }))}
          />
        </Field>
        {sides.input && (
          <TypedField
            {...typed}
            name="inputPrice"
            label={sides.output ? 'Price in' : 'Price'}
            hint={`${currency} per ${per}`}
            figures="decimal"
            placeholder="0.15"
          />
        )}
        {sides.output && (
          <TypedField
            {...typed}
            name="outputPrice"
            label={sides.input ? 'Price out' : 'Price'}
            hint={`${currency} per ${per}`}
            figures="decimal"
            placeholder="0.60"
          />
        )}
        <TypedField
          {...typed}
          name="contextTokens"
          label="Context"
          hint="tokens"
          description="A longer prompt is refused."
          figures="numeric"
        />
        {writesTokens(form) && (
          <TypedField
            {...typed}
            name="maxOutputTokens"
            label="Longest answer"
            hint="tokens"
            description="max_tokens is cut to it, and held at most."
            figures="numeric"
          />
        )}
        <TypedField
          {...typed}
          name="weight"
          label="Weight"
          description="Each token counts so often against token limits."
          figures="numeric"
        />
      </div>
      <fieldset className="flex flex-col gap-3">
        <legend className="sr-only">State</legend>
        <Choice
          label="Enabled"
          note="Off: nobody can call it, from the next request on."
          checked={form.enabled}
          onChange={(enabled) => onChange({ enabled })}
        />
        <Choice
          label="Listed"
          note="Off: only who knows the name can call it."
          checked={form.listed}
          onChange={(listed) => onChange({ listed })}
        />
        {form.resource === 'chat' && (
          <>
            <Choice
              label="Reads pictures"
              note="Files are described by the first model that does."
              checked={form.readsImages}
              onChange={(readsImages) => onChange({ readsImages })}
            />
            <Choice
              label="Thinks unseen"
              note="It charges for output that it does not show, so its streams hold their longest answer."
              checked={form.hidesTokens}
              onChange={(hidesTokens) => onChange({ hidesTokens })}
            />
          </>
        )}
      </fieldset>
    </div>
  );
}

type TypedName = { [K in keyof ModelForm]: string extends ModelForm[K] ? K : never }[keyof ModelForm];

interface TypedFieldProps
  extends Pick<ModelFieldsProps, 'form' | 'errors' | 'onChange'>,
    Pick<FieldProps, 'label' | 'hint' | 'description'> {
  name: TypedName;
  /** Which figures are typed; without it a name is. */
  figures?: 'numeric' | 'decimal';
  placeholder?: string;
}

const TypedField = ({ form, errors, onChange, name, figures, placeholder, ...field }: TypedFieldProps) => (
  <Field {...field} error={errors[name]}>
    <Input
      {...(figures ? { inputMode: figures } : { className: 'font-mono' })}
      placeholder={placeholder}
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      autoComplete="off"
      spellCheck={false}
    />
  </Field>
);

interface ChoiceProps {
  label: string;
  note: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

const Choice = ({ label, note, checked, onChange }: ChoiceProps) => (
  <Label className="flex items-start gap-2.5 font-normal">
    <Checkbox className="mt-0.5" checked={checked} onCheckedChange={onChange} />
    <span className="flex flex-col gap-0.5">
      <span className="font-medium">{label}</span>
      <span className="text-muted-foreground text-xs">{note}</span>
    </span>
  </Label>
);
