'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { formatExact } from '@/components/format/number';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { formatMoney } from '@/lib/money';
import type { Settings } from './conversation';
import { chatModelsQuery } from './queries';

interface SettingsPanelProps {
  workspaceId: string;
  currency: string;
  settings: Settings;
  onChange: (next: Partial<Settings>) => void;
}

const OTHER = '';

/** The model, what it is told first, and how long its answer may be. Narrow windows fold all but the model. */
export function SettingsPanel({ workspaceId, currency, settings, onChange }: SettingsPanelProps) {
  const [more, setMore] = useState(false);
  return (
    <section aria-label="Settings" className="flex flex-col gap-4">
      <ModelField {...{ workspaceId, currency, settings, onChange }} />
      <Button
        variant="ghost"
        className="-ml-3 self-start lg:hidden"
        aria-expanded={more}
        aria-controls="more-settings"
        onClick={() => setMore(!more)}
      >
        <ChevronDown className={cn('transition-transform', more && 'rotate-180')} aria-hidden />
        More settings
      </Button>
      <div id="more-settings" className={cn('flex-col gap-4 lg:flex', more ? 'flex' : 'hidden')}>
        <Field
          label="System prompt"
          hint="optional"
          description="What the model is told before the first message."
        >
          <Textarea
            rows={4}
            value={settings.system}
            onChange={(event) => onChange({ system: event.target.value })}
            placeholder="You are a helpful assistant."
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Longest answer" hint="tokens">
            <Input
              inputMode="numeric"
              value={settings.maxTokens}
              onChange={(event) => onChange({ maxTokens: event.target.value.replace(/\D/g, '').slice(0, 8) })}
              placeholder="Model’s own"
            />
          </Field>
          <Field label="Temperature" hint="0 to 2">
            <Input
              inputMode="decimal"
              value={settings.temperature}
              onChange={(event) =>
                onChange({ temperature: event.target.value.replace(/[^\d.]/g, '').slice(0, 4) })
              }
              placeholder="Model’s own"
            />
          </Field>
        </div>
        <div className="flex items-center justify-between gap-3">
          <Label htmlFor="stream">Stream the answer</Label>
          <Switch id="stream" checked={settings.stream} onCheckedChange={(stream) => onChange({ stream })} />
        </div>
      </div>
    </section>
  );
}

function ModelField({ workspaceId, currency, settings, onChange }: SettingsPanelProps) {
  const models = useQuery(chatModelsQuery(workspaceId));
  if (models.isPending) return <Skeleton className="h-14 w-full" />;
  const listed = models.data ?? [];
  const chosen = listed.find(({ id }) => id === settings.model);
  const options = [
    ...listed.map(({ id, context_tokens }) => ({
      value: id,
      label: id,
      detail: `Takes ${formatExact(context_tokens)} tokens`,
    })),
    { value: OTHER, label: 'Another name…', detail: 'One that is not listed' },
  ];
  const price = chosen
    ? `${formatMoney(chosen.input_price, currency)} in, ${formatMoney(chosen.output_price, currency)} out, a million tokens.`
    : undefined;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Model"
        description={price}
        error={models.error ? errorText(models.error).message : undefined}
      >
        <Select
          options={options}
          value={chosen ? chosen.id : OTHER}
          onValueChange={(model) => onChange({ model })}
        />
      </Field>
      {chosen ? null : (
        <Input
          aria-label="Name of the model"
          value={settings.model}
          onChange={(event) => onChange({ model: event.target.value.trim().slice(0, 200) })}
          placeholder="Name of the model"
          spellCheck={false}
          autoCapitalize="none"
        />
      )}
    </div>
  );
}
