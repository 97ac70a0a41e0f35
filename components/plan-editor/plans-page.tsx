'use client';

import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useCatalogs } from '@/components/admin/use-admin';
import { errorText } from '@/components/api-client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs, TabsList, TabsTab } from '@/components/ui/tabs';
import type { CatalogView } from '@/lib/plans/schema';
import { PlanEditor } from './plan-editor';
import { planQuery } from './queries';
import { RemovePlan } from './remove-plan';

const EditCatalog = onFirstOpen(() => import('./edit-catalog').then((module) => module.EditCatalog));
const AddPlan = onFirstOpen(() => import('./add-plan').then((module) => module.AddPlan));

const parsers = { catalog: parseAsString.withDefault(''), plan: parseAsString.withDefault('') };

/** Every catalog's plans, to be edited. */
export function PlansPage() {
  const [at, setAt] = useQueryStates(parsers, { clearOnDefault: true });
  const [dirty, setDirty] = useState(false);
  const [next, setNext] = useState<{ catalog: string; plan: string } | null>(null);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useCatalogs();
  const catalogs = data?.data ?? [];
  const catalog = catalogs.find(({ id }) => id === at.catalog) ?? catalogs[0];
  const plan = catalog?.plans.find(({ slug }) => slug === at.plan) ?? catalog?.plans[0];
  const go = (to: { catalog: string; plan: string }) => {
    if (dirty) setNext(to);
    else void setAt(to);
  };
  if (error && !data)
    return (
      <Card>
        <ErrorState title="Plans could not be loaded" {...errorText(error)} onRetry={() => refetch()} />
      </Card>
    );
  if (!catalog || !plan) return <Loading />;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Catalog"
          className="w-52 max-sm:w-full"
          value={catalog.id}
          onValueChange={(id) => go({ catalog: id, plan: '' })}
          options={catalogs.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button
          variant="outline"
          disabled={dirty}
          title={dirty ? 'Save or discard the changes to the plan first.' : undefined}
          onClick={() => setEditing(true)}
        >
          <Pencil aria-hidden />
          Edit catalog
        </Button>
        <span className="flex-1" />
        <RemovePlan
          key={plan.id}
          plan={plan}
          only={catalog.plans.length === 1}
          onRemoved={() => setAt({ plan: '' })}
        />
        <Button variant="outline" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          Add plan
        </Button>
      </div>
      <Tabs value={plan.slug} onValueChange={(slug) => go({ catalog: catalog.id, plan: String(slug) })}>
        <TabsList aria-label={`Plans of ${catalog.name}`}>
          {catalog.plans.map(({ slug, name }) => (
            <TabsTab key={slug} value={slug}>
              {name}
            </TabsTab>
          ))}
        </TabsList>
      </Tabs>
      <Editor catalog={catalog} planId={plan.id} onDirty={setDirty} />
      <AlertDialog
        open={next !== null}
        onOpenChange={(open) => !open && setNext(null)}
        title={`Discard the changes to ${plan.name}?`}
        description="They are not saved. The plan stays as it is."
        action="Discard changes"
        cancel="Go on editing"
        destructive
        onAction={() => {
          setDirty(false);
          void setAt(next);
          setNext(null);
        }}
      />
      {editing ? <EditCatalog open catalog={catalog} onClose={() => setEditing(false)} /> : null}
      {adding ? (
        <AddPlan
          open
          catalog={catalog}
          model={plan}
          onClose={() => setAdding(false)}
          onAdded={(slug) => setAt({ catalog: catalog.id, plan: slug })}
        />
      ) : null}
    </div>
  );
}

interface EditorProps {
  catalog: CatalogView;
  planId: string;
  onDirty: (dirty: boolean) => void;
}

function Editor({ catalog, planId, onDirty }: EditorProps) {
  const { data, error, refetch } = useQuery(planQuery(planId));
  if (data)
    return (
      <PlanEditor key={`${data.id} ${data.catalog.rev}`} plan={data} catalog={catalog} onDirty={onDirty} />
    );
  if (error)
    return (
      <Card>
        <ErrorState title="The plan could not be loaded" {...errorText(error)} onRetry={() => refetch()} />
      </Card>
    );
  return <Loading />;
}

const Loading = () => (
  <Card aria-busy className="flex flex-col gap-3 p-4">
    {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
      <Skeleton key={name} className="h-8" />
    ))}
  </Card>
);
