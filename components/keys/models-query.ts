import { queryOptions } from '@tanstack/react-query';

/**
 * The models that the reader may call, from the product API with their session; a plain, priced chat model comes
 * first by its contract. Empty where the list cannot be had.
 */
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: async ({ signal }): Promise<string[]> => {
    const response = await fetch('/v1/models', { signal });
    if (!response.ok) return [];
    const { data } = (await response.json()) as { data: { id: string }[] };
    return data.map(({ id }) => id);
  },
  staleTime: 300_000,
});
