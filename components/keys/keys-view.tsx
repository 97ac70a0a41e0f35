'use client';

import { useQuery } from '@tanstack/react-query';
import type { RowSelectionState } from '@tanstack/react-table';
import { KeyRound, Plus, SearchX } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { errorText } from '@/components/api-client';
import { formatCount } from '@/components/format/number';
import { Pager, pageOf } from '@/components/paging/pager';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { catalogQuery, workspaceQuery } from '@/components/workspaces/queries';
import type { KeyView } from '@/lib/keys/schema';
import { filterKeys } from './filter-keys';
import { KeysNotInPlan } from './keys-not-in-plan';
import { KeysRefusedNotice } from './keys-refused-notice';
import { KeysSkeleton } from './keys-skeleton';
import { KeysTable } from './keys-table';
import { KeysToolbar } from './keys-toolbar';
import { CreateKeyDialog, RevokeDialog } from './lazy-dialogs';
import { mayEditKeys } from './may-edit';
import { keysQuery } from './queries';
import { useKeyFilters } from './use-key-filters';

export function KeysView({ workspaceId, catalogId }: { workspaceId: string; catalogId: string }) {
  const keys = useQuery(keysQuery(workspaceId));
  const workspace = useQuery(workspaceQuery(workspaceId));
  const catalog = useQuery(catalogQuery(catalogId));
  const [filters, setFilters] = useKeyFilters();
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [selection, setSelection] = useState<RowSelectionState>({});
  const [revoking, setRevoking] = useState(false);

  const all = keys.data;
  const shown = useMemo(() => filterKeys(all ?? [], filters), [all, filters]);
  const { rows, pager } = useMemo(() => pageOf(shown, filters.page - 1), [shown, filters.page]);
  const selected = useMemo(
    () => (all ?? []).filter((key) => selection[key.id] && key.status !== 'revoked'),
    [all, selection],
  );
  const ownPlan = workspace.data?.plan;
  const plans = catalog.data?.plans;
  const planOf = useCallback(
    (key: KeyView) => (key.plan ? plans?.find((plan) => plan.slug === key.plan) : ownPlan),
    [plans, ownPlan],
  );
  const editable = workspace.data ? mayEditKeys(workspace.data.role) : false;
  const createButton = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden /> Create key
    </Button>
  );

  return (
    <>
      <PageHeader
        title="API keys"
        description="Each key has its own tier, rate and budget."
        actions={editable && all && all.length > 0 ? createButton : null}
      />
      {workspace.data && !workspace.data.plan.api_access && all && all.length > 0 ? (
        <KeysRefusedNotice plan={workspace.data.plan.name} />
      ) : null}
      <Card>
        {keys.isError && !all ? (
          <ErrorState
            title="Your keys could not be loaded"
            {...errorText(keys.error)}
            onRetry={keys.refetch}
          />
        ) : !all || !workspace.data ? (
          <KeysSkeleton />
        ) : all.length === 0 && !workspace.data.plan.api_access ? (
          <KeysNotInPlan workspace={workspace.data} catalog={catalog.data} />
        ) : all.length === 0 ? (
          <EmptyState
            icon={KeyRound}
            title="Your API keys will appear here"
            action={editable ? createButton : undefined}
          >
            {editable
              ? 'Create a key, point the OpenAI SDK at Headroom, and watch what it uses.'
              : 'Your role is viewer. Ask a developer or admin of this workspace to create a key.'}
          </EmptyState>
        ) : (
          <>
            <KeysToolbar filters={filters} setFilters={setFilters} />
            {shown.length === 0 ? (
              <EmptyState
                icon={SearchX}
                title="No key matches"
                action={
                  <Button variant="outline" onClick={() => setFilters(null)}>
                    Clear search and filter
                  </Button>
                }
              >
                {formatCount(all.length, 'key')} in this workspace, none with this search and status.
              </EmptyState>
            ) : (
              <KeysTable
                rows={rows}
                filters={filters}
                onSort={(sort, desc) => setFilters({ sort, desc, page: null })}
                selection={selection}
                onSelectionChange={setSelection}
                currency={workspace.data.catalog.currency}
                planOf={planOf}
                editable={editable}
              />
            )}
            <Pager {...pager} noun="keys" setPage={(page) => setFilters({ page: page + 1 })} />
          </>
        )}
      </Card>
      {selected.length > 0 ? (
        <div className="sticky bottom-4 z-10 mx-auto flex items-center gap-3 rounded-lg bg-popover py-2 pr-2 pl-4 shadow-popover">
          <p className="text-sm" aria-live="polite">
            {formatCount(selected.length, 'key')} selected
          </p>
          <Button variant="ghost" onClick={() => setSelection({})}>
            Clear
          </Button>
          <Button variant="destructive" onClick={() => setRevoking(true)}>
            Revoke {selected.length === 1 ? 'key' : 'keys'}
          </Button>
        </div>
      ) : null}
      <RevokeDialog
        keys={selected}
        open={revoking}
        onOpenChange={setRevoking}
        onRevoked={() => setSelection({})}
      />
      {workspace.data ? (
        <CreateKeyDialog
          workspace={workspace.data}
          catalog={catalog.data}
          open={creating && editable}
          onOpenChange={(open) => setCreating(open || null)}
        />
      ) : null}
    </>
  );
}
