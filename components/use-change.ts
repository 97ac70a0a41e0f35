'use client';

import { type QueryKey, type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';

interface Then<Result> {
  onSuccess?: (result: Result) => void;
  onError?: (error: Error) => void;
  onSettled?: () => void;
}

/**
 * A change of what the server keeps: `useMutation`, save that what `mutate` is told to do then is done even if the
 * component is gone by then. It often is: what was changed is read again first, and the row that asked is no more.
 */
export function useChange<Result, Input = void>(options: UseMutationOptions<Result, Error, Input>) {
  const mutation = useMutation(options);
  const mutate = (input: Input, { onSuccess, onError = () => undefined, onSettled }: Then<Result> = {}) => {
    void mutation.mutateAsync(input).then(onSuccess, onError).finally(onSettled);
  };
  return { ...mutation, mutate };
}

/** Reads again all that is shown under the keys; resolves when it is here, so that nothing old is shown as done. */
export function useReread() {
  const client = useQueryClient();
  return (...keys: QueryKey[]) => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}
