'use client';

import { Boxes } from 'lucide-react';
import { useDeferredValue } from 'react';
import { LoadMore } from '@/components/admin/load-more';
import { LoadedRows } from '@/components/admin/loaded-rows';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ActionsHead, Table, TableBody, TableHead, TableHeader } from '@/components/ui/table';
import type { ManagedModelView } from '@/lib/models/schema';
import { ModelRow } from './model-row';
import { useModelFilter } from './use-model-filter';
import { useModels } from './use-models';

interface ModelsCardProps {
  onEdit: (model: ManagedModelView) => void;
  onDelete: (model: ManagedModelView) => void;
}

/** Every model of every catalog, as the filters narrow them. */
export function ModelsCard({ onEdit, onDelete }: ModelsCardProps) {
  const { filter, isFiltered } = useModelFilter();
  const q = useDeferredValue(filter.q.trim());
  const list = useModels({
    q: q || undefined,
    catalog: filter.catalog || undefined,
    resource: filter.resource || undefined,
    upstream: filter.upstream || undefined,
    state: filter.state || undefined,
  });
  return (
    <Card aria-busy={list.isPending}>
      <LoadedRows
        rows={list.rows}
        query={list}
        failed="Models could not be loaded"
        skeletons={10}
        empty={
          <EmptyState icon={Boxes} title={isFiltered ? 'No model matches' : 'No models yet'}>
            {isFiltered
              ? 'Try another name, or clear the filters.'
              : 'A model belongs to a catalog and is called at an upstream. Without one, nobody can call anything.'}
          </EmptyState>
        }
      >
        {(rows) => (
          <>
            <Table label="Models">
              <TableHeader>
                <tr>
                  <TableHead sticky>Model</TableHead>
                  <TableHead className="max-md:hidden">Catalog</TableHead>
                  <TableHead className="max-md:hidden">For</TableHead>
                  <TableHead className="max-md:hidden">Upstream</TableHead>
                  <TableHead numeric>Price in / out</TableHead>
                  <TableHead numeric>Weight</TableHead>
                  <TableHead numeric className="max-xl:hidden">
                    Longest answer
                  </TableHead>
                  <TableHead numeric>Requests, 1 h</TableHead>
                  <ActionsHead />
                </tr>
              </TableHeader>
              <TableBody>
                {rows.map((model) => (
                  <ModelRow
                    key={model.id}
                    model={model}
                    onEdit={() => onEdit(model)}
                    onDelete={() => onDelete(model)}
                  />
                ))}
              </TableBody>
            </Table>
            <LoadMore list={list} noun="models" shown={rows.length} />
          </>
        )}
      </LoadedRows>
    </Card>
  );
}
