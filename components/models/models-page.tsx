'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCatalogs } from '@/components/admin/use-admin';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { onFirstOpen } from '@/components/ui/first-use';
import type { ManagedModelView } from '@/lib/models/schema';
import { DeleteDialog } from './delete-dialog';
import { ModelsCard } from './models-card';
import { ModelsToolbar } from './models-toolbar';
import { UpstreamsCard } from './upstreams-card';
import { useModelFilter } from './use-model-filter';
import { useUpstreams } from './use-models';

const ModelDialog = onFirstOpen(() => import('./model-dialog').then((module) => module.ModelDialog));

type Open = { kind: 'edit'; model: ManagedModelView | null } | { kind: 'delete'; model: ManagedModelView };

/** What can be called, where, and for how much. */
export function ModelsPage() {
  const catalogs = useCatalogs().data?.data ?? [];
  const upstreams = useUpstreams().data ?? [];
  const { filter } = useModelFilter();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const ready = catalogs.length > 0 && upstreams.length > 0;
  return (
    <>
      <PageHeader
        title="Models"
        description="What each catalog offers, where it is called and what it costs. A change is in force on the next request."
        actions={
          <Button disabled={!ready} onClick={() => setOpen({ kind: 'edit', model: null })}>
            <Plus aria-hidden /> Add model
          </Button>
        }
      />
      <UpstreamsCard />
      <div className="flex flex-col gap-4">
        <ModelsToolbar catalogs={catalogs} upstreams={upstreams} />
        <ModelsCard
          onEdit={(model) => setOpen({ kind: 'edit', model })}
          onDelete={(model) => setOpen({ kind: 'delete', model })}
        />
      </div>
      {open?.kind === 'edit' && ready && (
        <ModelDialog
          key={open.model?.id ?? 'new'}
          open
          model={open.model}
          catalogs={catalogs}
          upstreams={upstreams}
          catalog={filter.catalog}
          onClose={close}
        />
      )}
      {open?.kind === 'delete' && (
        <DeleteDialog what="model" name={open.model.name} path={`/models/${open.model.id}`} onClose={close}>
          <ul className="list-disc space-y-1 pl-4">
            <li>From the next request on, calls to it are answered 404. Answers that stream now go on.</li>
            <li>Usage and costs under its name stay.</li>
            <li>
              A model of the catalog’s seed comes back with the next seeding. To keep it away, disable it.
            </li>
          </ul>
        </DeleteDialog>
      )}
    </>
  );
}
