import { ExternalLink } from 'lucide-react';
import { PlanTable } from '@/components/plans/plan-table';
import { planTable } from '@/components/plans/plan-table-model';
import type { CatalogView } from '@/lib/plans/schema';
import type { PlanDetailView } from '@/lib/workspaces/plans/schema';
import type { PlanBody } from './plan-form';

interface PublicPageProps {
  catalog: CatalogView;
  plan: PlanDetailView;
  /** The plan as edited. */
  body: PlanBody;
}

/** The compare table as everybody will see it once the edit is saved. */
export function PublicPage({ catalog, plan, body }: PublicPageProps) {
  const plans = catalog.plans.map((other) => (other.id === plan.id ? { ...other, ...body } : other));
  return (
    <div className="border-t">
      <PlanTable
        label={`Plans of ${catalog.name}, with the edited one`}
        plans={plans}
        rows={planTable(plans, catalog.currency)}
        marked={plan.slug}
      />
      <p className="border-t px-4 py-3 text-muted-foreground text-sm">
        This is how the plans page and the docs will compare them.{' '}
        <a
          href={`/docs/rate-limits/${catalog.id}`}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-link underline underline-offset-2"
        >
          Open the page as it is published now
          <ExternalLink className="size-3.5" aria-label="(in a new tab)" />
        </a>
      </p>
    </div>
  );
}
