import Link from 'next/link';
import { BudgetCell } from '@/components/keys/budget-cell';
import { MaskedKey } from '@/components/keys/masked-key';
import { StatusBadge } from '@/components/keys/status-badge';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import type { KeyView } from '@/lib/keys/schema';
import { nearestToLimit } from './nearest';

/** The keys whose budget will be used up first. */
export function NearLimitKeys({ keys, currency }: { keys: readonly KeyView[]; currency: string }) {
  const nearest = nearestToLimit(keys, 5);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Keys closest to their budget</CardTitle>
        <Link
          href="/keys?sort=budget"
          className="rounded-sm text-link text-sm underline-offset-4 hover:underline"
        >
          All keys
        </Link>
      </CardHeader>
      {nearest.length === 0 ? (
        <CardContent>
          <p className="text-muted-foreground text-sm">
            No key with a budget has spent anything yet. A budget caps what a key may spend, by the month or
            in all.
          </p>
        </CardContent>
      ) : (
        <ul>
          {nearest.map((key) => (
            <li
              key={key.id}
              className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t px-4 py-2"
            >
              <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  href={`/keys/${key.id}`}
                  className="truncate rounded-sm font-medium text-sm underline-offset-4 hover:underline"
                >
                  {key.name}
                </Link>
                <MaskedKey prefix={key.prefix} last4={key.last4} className="max-sm:hidden" />
                <StatusBadge value={key} />
              </div>
              <BudgetCell budget={key.budget} currency={currency} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
