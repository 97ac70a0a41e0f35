import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '@/components/api-client';
import type { ModelView } from '@/lib/gateway/list-models';

/** Of all models those one can talk to. */
export const onlyChat = (models: readonly ModelView[]): ModelView[] =>
  models.filter(({ resource }) => resource === 'chat');

/** The chat models that the session may call; a plain, priced one comes first. */
export const chatModelsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['models', 'chat', workspaceId],
    queryFn: async ({ signal }): Promise<ModelView[]> => {
      const response = await fetch('/v1/models', {
        signal,
        headers: { 'x-headroom-workspace': workspaceId },
      });
      if (!response.ok)
        throw new ApiError(response.status, 'models', WHY, {}, response.headers.get('x-request-id'));
      const { data } = (await response.json()) as { data: ModelView[] };
      return onlyChat(data);
    },
    staleTime: 60_000,
  });

const WHY = 'The list of models did not come. Try again, or type a model’s name.';
