'use client';

import { errorText } from '@/components/api-client';
import { formatExact } from '@/components/format/number';
import { Button } from '@/components/ui/button';
import { TableCell, TableRow } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { UpstreamView } from '@/lib/models/schema';
import { EditMenu } from './edit-menu';
import { UpstreamState } from './upstream-state';
import { useCheckUpstream, useSaveUpstream } from './use-models';

interface UpstreamRowProps {
  upstream: UpstreamView;
  onEdit: () => void;
  onDelete: () => void;
}

export function UpstreamRow({ upstream, onEdit, onDelete }: UpstreamRowProps) {
  const { id, name, enabled } = upstream;
  const check = useCheckUpstream();
  const save = useSaveUpstream(id);
  const failed = (error: unknown) => toast.error(errorText(error).message);
  const checkNow = () =>
    check.mutate(id, {
      onSuccess: ({ ok, message }) =>
        ok
          ? toast.success(`${name} answers`, { description: message })
          : toast.error(`${name} fails its check`, { description: message }),
      onError: failed,
    });
  const toggle = () =>
    save.mutate(
      { enabled: !enabled },
      {
        onSuccess: () =>
          toast.success(enabled ? `${name} is disabled` : `${name} is enabled`, {
            description: enabled
              ? 'Its models are not found from the next request on.'
              : 'Its models work from the next request on.',
          }),
        onError: failed,
      },
    );
  return (
    <TableRow>
      <TableCell sticky className="max-w-44 py-2 sm:max-w-80">
        <div className="truncate font-medium" title={name}>
          {name}
        </div>
        <div className="truncate font-mono text-muted-foreground text-xs" title={upstream.base_url}>
          {upstream.base_url}
        </div>
      </TableCell>
      <TableCell className="min-w-52 max-w-80">
        <UpstreamState enabled={enabled} check={upstream.check} />
      </TableCell>
      <TableCell numeric>{formatExact(upstream.models)}</TableCell>
      <TableCell numeric>
        {upstream.max_in_flight === null ? (
          <span className="text-muted-foreground">any</span>
        ) : (
          formatExact(upstream.max_in_flight)
        )}
      </TableCell>
      <TableCell className="text-muted-foreground">{upstream.has_key ? 'sealed' : 'none'}</TableCell>
      <TableCell>
        <div className="flex items-center justify-end gap-1">
          <Button variant="outline" size="sm" pending={check.isPending} onClick={checkNow}>
            Check<span className="sr-only"> {name}</span>
          </Button>
          <EditMenu
            name={name}
            what="upstream"
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
