'use client';

import { useSyncExternalStore } from 'react';

const noSubscription = () => () => {};

/** The reader's IANA zone; null on the server and in the first render, which must equal it. */
export const useLocalZone = (): string | null =>
  useSyncExternalStore(
    noSubscription,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    () => null,
  );
