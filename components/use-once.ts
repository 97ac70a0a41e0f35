'use client';

import { useRef } from 'react';

interface Mutation<V> {
  mutate: (variables: V, options: { onSuccess?: () => void; onSettled: () => void }) => void;
}

/**
 * Sends a change unless the last one is still on its way: a second click that comes before the button is drawn
 * as pending makes no second effect.
 */
export function useOnce<V>(mutation: Mutation<V>): (variables: V, onSuccess?: () => void) => void {
  const running = useRef(false);
  return (variables, onSuccess) => {
    if (running.current) return;
    running.current = true;
    mutation.mutate(variables, {
      ...(onSuccess && { onSuccess }),
      onSettled: () => {
        running.current = false;
      },
    });
  };
}
