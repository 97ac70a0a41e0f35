'use client';

import { errorText } from '@/components/api-client';
import { formatExact, formatShort, THIN_SPACE } from '@/components/format/number';
import { Badge } from '@/components/ui/badge';
import { TableCell, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { ManagedModelRow, ModelActivity } from '@/lib/models/schema';
import { EditMenu } from './edit-menu';
import { formatPrice, pricedPer, pricedSides } from './price';
import { useSaveModel } from './use-models';
import { RESOURCE_WORDS } from './words';

interface ModelRowProps {
  model: ManagedModelRow;
  onEdit: () => void;
  onDelete: () => void;
}

export function ModelRow({ model, onEdit, onDelete }: ModelRowProps) {
  const { id, name, enabled } = model;
  const save = useSaveModel(id);
  const toggle = () =>
    save.mutate(
      { enabled: !enabled },
      {
        onSuccess: () =>
          toast.success(enabled ? `${name} is disabled` : `${name} is enabled`, {
            description: 'In force on the next request.',
          }),
        onError: (error) => toast.error(errorText(error).message),
      },
    );
  return (
    <TableRow>
      <TableCell sticky className="max-w-44 py-2 sm:max-w-72">
        <span className="flex items-center gap-2">
          <button
            type="button"
            className="min-h-6 truncate text-left font-medium font-mono text-xs hover:underline"
            title={name}
            onClick={onEdit}
          >
            {name}
          </button>
          {!enabled ? <Badge>Disabled</Badge> : !model.listed && <Badge tone="outline">Unlisted</Badge>}
        </span>
        <div className="truncate text-muted-foreground text-xs md:hidden">
          {model.catalog} · {RESOURCE_WORDS[model.resource]}
        </div>
      </TableCell>
      <TableCell className="whitespace-nowrap max-md:hidden">{model.catalog}</TableCell>
      <TableCell className="whitespace-nowrap text-muted-foreground max-md:hidden">
        {RESOURCE_WORDS[model.resource]}
      </TableCell>
      <TableCell className="max-w-52 max-md:hidden">
        <div className="truncate" title={model.upstream.name}>
          {model.upstream.name}
          {!model.upstream.enabled && <span className="text-muted-foreground"> (disabled)</span>}
        </div>
        {model.upstream_model !== name && (
          <div className="truncate font-mono text-muted-foreground text-xs" title={model.upstream_model}>
            as {model.upstream_model}
          </div>
        )}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        <Prices model={model} />
      </TableCell>
      <TableCell numeric>
        {model.weight === 1 ? <span className="text-muted-foreground">1</span> : `×${model.weight}`}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap max-xl:hidden">
        {model.max_output_tokens > 1 ? (
          <span title={`${formatExact(model.max_output_tokens)} tokens`}>
            {formatShort(model.max_output_tokens)}
          </span>
        ) : (
          <span className="text-muted-foreground">none</span>
        )}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        <LastHour {...model.last_hour} />
      </TableCell>
      <TableCell>
        <div className="flex justify-end">
          <EditMenu
            name={name}
            what="model"
            enabled={enabled}
            onEdit={onEdit}
            onSwitch={toggle}
            onDelete={onDelete}
          />
        </div>
      </TableCell>
    </TableRow>
  );
}

function Prices({ model }: { model: ManagedModelRow }) {
  const { meter, currency } = model;
  const sides = pricedSides(meter);
  const shown = [
    ...(sides.input ? [formatPrice(model.input_price, meter, currency)] : []),
    ...(sides.output ? [formatPrice(model.output_price, meter, currency)] : []),
  ];
  return (
    <>
      {shown.join(' / ')}
      <div className="text-muted-foreground text-xs">per {pricedPer(meter)}</div>
    </>
  );
}

function LastHour({ requests, failed, duration_ms }: ModelActivity) {
  if (requests === 0) return <span className="text-muted-foreground">none</span>;
  return (
    <>
      <span title={formatExact(requests)}>{formatShort(requests)}</span>
      <div className={failed > 0 ? 'text-danger text-xs' : 'text-muted-foreground text-xs'}>
        {failed > 0 ? `${formatExact(failed)} failed` : `${formatExact(duration_ms ?? 0)}${THIN_SPACE}ms`}
      </div>
    </>
  );
}
