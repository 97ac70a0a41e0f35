'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Transfer } from './transfer';
import { UploadsStore } from './uploads-store';

/** One for the browser's tab: choosing another workspace loads the page anew, and asks first. */
const store = new UploadsStore();
const NONE: readonly Transfer[] = [];

/** Files on their way, and what can be done with them; lists and gauges are read again as they arrive. */
export function useUploads(): { transfers: readonly Transfer[]; store: UploadsStore } {
  const client = useQueryClient();
  const transfers = useSyncExternalStore(store.subscribe, store.snapshot, () => NONE);
  useEffect(() => {
    store.onChange = () => {
      void client.invalidateQueries({ queryKey: ['files'] });
      void client.invalidateQueries({ queryKey: ['workspace'] });
    };
  }, [client]);
  return { transfers, store };
}
