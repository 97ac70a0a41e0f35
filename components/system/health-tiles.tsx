import { CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '@/components/format/number';
import { formatDuration } from '@/components/format/time';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import type { SystemView } from '@/lib/system/schema';
import { countWords, latencyWords } from './words';

interface Tile {
  label: string;
  value: string;
  note: ReactNode;
  trouble: boolean;
}

/** More than this means that the ledger cannot keep up. */
const LATE_MS = 60_000;

/** The four figures that tell whether anything is wrong. */
export function HealthTiles({ system }: { system: SystemView | undefined }) {
  const tiles = system ? tilesOf(system) : null;
  const labels = ['Counter store', 'Database', 'Ledger', 'Decisions'];
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {labels.map((label, i) => {
        const tile = tiles?.[i];
        const Icon: LucideIcon = tile?.trouble ? TriangleAlert : CircleCheck;
        return (
          <li key={label} className="flex flex-col gap-0.5 rounded-lg border bg-card px-4 py-3">
            <span className="flex items-center justify-between text-muted-foreground text-sm">
              {label}
              {tile && (
                <>
                  <Icon className={cn('size-4', tile.trouble ? 'text-danger' : 'text-success')} aria-hidden />
                  <span className="sr-only">{tile.trouble ? 'needs a look' : 'in order'}</span>
                </>
              )}
            </span>
            {tile ? (
              <span className="font-semibold text-xl tabular-nums">{tile.value}</span>
            ) : (
              <Skeleton className="my-1 h-7 w-24" />
            )}
            <span className="text-pretty text-muted-foreground text-xs tabular-nums">
              {tile?.note ?? '\u00a0'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function tilesOf({ store, database, consumer, decisions }: SystemView): Tile[] {
  const rebuilding = store.epochs === null ? 0 : store.shards - store.epochs;
  const old = consumer.oldest_ms ?? 0;
  return [
    {
      label: 'Counter store',
      value: store.state === 'ok' ? latencyWords(store.latency_ms) : 'Unreachable',
      note: rebuilding > 0 ? `${rebuilding} of ${store.shards} shards are being rebuilt` : 'a round trip now',
      trouble: store.state !== 'ok' || rebuilding > 0,
    },
    {
      label: 'Database',
      value: database.state === 'unreachable' ? 'Unreachable' : latencyWords(database.latency_ms),
      note: database.state === 'migrations missing' ? 'migrations are missing' : 'a round trip now',
      trouble: database.state !== 'ok',
    },
    {
      label: 'Ledger',
      value: consumer.waiting === null ? 'Unknown' : `${countWords(consumer.waiting)} waiting`,
      note: ledgerNote(consumer),
      trouble: consumer.active !== true || old > LATE_MS || (consumer.dead_letters ?? 0) > 0,
    },
    {
      label: 'Decisions',
      value: decisions.count === 0 ? 'None yet' : `${latencyWords(decisions.p50_ms)} p50`,
      note:
        decisions.count === 0
          ? 'in the last 5 minutes'
          : `p95 ${latencyWords(decisions.p95_ms)}, p99 ${latencyWords(decisions.p99_ms)}, ${countWords(decisions.count)} in 5 min`,
      trouble: false,
    },
  ];
}

function ledgerNote(consumer: SystemView['consumer']): string {
  if (consumer.active === false) return 'nobody reads for it';
  if (consumer.active === null) return 'it cannot be asked';
  const parts = [`${consumer.per_second ?? 0}/s in the last 5 min`];
  if (consumer.waiting) parts.unshift(`oldest ${formatDuration(consumer.oldest_ms ?? 0)}`);
  if (consumer.orders) parts.push(`${formatCount(consumer.orders, 'settle')} to replay`);
  if (consumer.dead_letters) parts.push(formatCount(consumer.dead_letters, 'dead letter'));
  return parts.join(', ');
}
