import { formatAmount, limitName } from '@/components/format/limit';
import { Badge } from '@/components/ui/badge';
import { Gauge } from '@/components/ui/gauge';
import type { KeptLimit } from '@/lib/usage/request-schema';
import { type KeptLimitModel, prepareKeptLimit } from './prepare-kept-limit';

interface KeptLimitRowProps {
  limit: KeptLimit;
  currency: string;
  /** This limit refused the request. */
  refused: boolean;
}

const SCOPES: Record<string, string> = { key: 'key', user: 'member', workspace: 'workspace' };

/** One limit as the decision found and left it. */
export function KeptLimitRow({ limit, currency, refused }: KeptLimitRowProps) {
  const model = prepareKeptLimit(limit, refused);
  const amount = (value: number) => formatAmount(limit.metric, value, currency);
  return (
    <li className="flex flex-col gap-1.5 border-b py-3 last:border-b-0">
      <div className="flex items-baseline justify-between gap-3">
        <h4 className="min-w-0 truncate font-medium text-sm">{limitName(limit)}</h4>
        {refused ? (
          <Badge tone="danger">Refused here</Badge>
        ) : (
          <span className="shrink-0 text-muted-foreground text-xs">{SCOPES[limit.scope] ?? limit.scope}</span>
        )}
      </div>
      {model.bar && (
        <Gauge
          used={model.bar.before}
          reserved={model.bar.held}
          tone={model.tone}
          label={`${limitName(limit)}: ${words(model, amount)}`}
        />
      )}
      <p className="text-muted-foreground text-xs tabular-nums">{words(model, amount)}</p>
    </li>
  );
}

/** "Before 3, after 4, of 10" and what the request held. */
function words({ before, held, after, capacity }: KeptLimitModel, amount: (value: number) => string): string {
  const of = capacity === null ? 'unlimited' : `of ${amount(capacity)}`;
  if (held === 0) return `${amount(before)} ${of}, unchanged`;
  return `${amount(before)} before, ${amount(held)} held, ${amount(after)} after, ${of}`;
}
