import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { toast } from '@/components/ui/toast';
import type { CatalogView } from '@/lib/plans/schema';
import type { ReplayView } from '@/lib/replay/schema';
import type { PlanDetailView } from '@/lib/workspaces/plans/schema';
import type { PlanBody } from './plan-form';

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => api<PlanDetailView>(`/plans/${id}`, { signal }),
    // an edit is made on what was read: it must not change under the form
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Plans stand in many views: all of them are read again. */
function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['catalogs', 'catalog', 'workspace', 'plan', 'audit'].map((name) =>
        client.invalidateQueries({ queryKey: [name] }),
      ),
    );
}

export function useSavePlan(plan: PlanDetailView) {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: PlanBody) =>
      api<PlanDetailView>(`/plans/${plan.id}`, {
        method: 'PATCH',
        body: { ...body, catalog_rev: plan.catalog.rev },
      }),
    onSuccess: async (saved) => {
      // Said here: the editor is drawn anew, and with it goes whatever waits there for the answer.
      toast.success(`${saved.name} saved`, {
        description: 'In force on the next request. What was used is kept.',
      });
      client.setQueryData(planQuery(plan.id).queryKey, saved);
      await refresh();
    },
  });
}

/** What the last 24 hours would have met under limits that are not saved. */
export const useReplay = (planId: string) =>
  useMutation({
    mutationFn: ({ api_access, limits }: PlanBody) =>
      api<ReplayView>(`/plans/${planId}/replay`, { method: 'POST', body: { api_access, limits } }),
  });

export function useAddPlan(catalogId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: PlanBody & { slug: string }) =>
      api<PlanDetailView>(`/catalogs/${catalogId}/plans`, { method: 'POST', body }),
    onSuccess: refresh,
  });
}

export function useRemovePlan() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => api<null>(`/plans/${id}`, { method: 'DELETE' }),
    onSuccess: refresh,
  });
}

/** Changes a catalog's name, or where its members are sent for more. */
export function useEditCatalog(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Record<string, string>) =>
      api<CatalogView>(`/catalogs/${id}`, { method: 'PATCH', body }),
    onSuccess: refresh,
  });
}
