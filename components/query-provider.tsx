'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from './api-client';
import { noticeSessionEnd } from './auth/session-end';

const newClient = () =>
  new QueryClient({
    queryCache: new QueryCache({ onError: (error) => noticeSessionEnd(error, 'look') }),
    mutationCache: new MutationCache({ onError: (error) => noticeSessionEnd(error, 'change') }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // what the caller did wrong stays wrong; only our own trouble is worth a second try
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
