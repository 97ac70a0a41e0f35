import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
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
function useRereadPlans() {
  const reread = useReread();
  return () => reread(['catalogs'], ['catalog'], ['workspace'], ['plan'], ['audit']);
}

export function useSavePlan(plan: PlanDetailView) {
  const client = useQueryClient();
  const reread = useRereadPlans();
  return useChange({
    mutationFn: (body: PlanBody) =>
      api<PlanDetailView>(`/plans/${plan.id}`, {
        method: 'PATCH',
        body: { ...body, catalog_rev: plan.catalog.rev },
      }),
    onSuccess: async (saved) => {
      client.setQueryData(planQuery(plan.id).queryKey, saved);
      await reread();
    },
  });
}

/** What the last 24 hours would have met under limits that are not saved. */
export const useReplay = (planId: string) =>
  useChange({
    mutationFn: ({ api_access, limits }: PlanBody) =>
      api<ReplayView>(`/plans/${planId}/replay`, { method: 'POST', body: { api_access, limits } }),
  });

export function useAddPlan(catalogId: string) {
  const reread = useRereadPlans();
  return useChange({
    mutationFn: (body: PlanBody & { slug: string }) =>
      api<PlanDetailView>(`/catalogs/${catalogId}/plans`, { method: 'POST', body }),
    onSuccess: reread,
  });
}

export function useRemovePlan() {
  const reread = useRereadPlans();
  return useChange({
    mutationFn: (id: string) => api<null>(`/plans/${id}`, { method: 'DELETE' }),
    onSuccess: reread,
  });
}

/** Changes a catalog's name, or where its members are sent for more. */
export function useEditCatalog(id: string) {
  const reread = useRereadPlans();
  return useChange({
    mutationFn: (body: Record<string, string>) =>
      api<CatalogView>(`/catalogs/${id}`, { method: 'PATCH', body }),
    onSuccess: reread,
  });
}
