'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ApiError, reach } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import { filesQuery } from './queries';

export function useFiles(workspaceId: string, query: string) {
  const list = useInfiniteQuery(filesQuery(workspaceId, query));
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) };
}

/** Calls the product as the browser's session does. @throws ApiError as the workspace's catalog words it */
async function callProduct(workspaceId: string, path: string, init: RequestInit): Promise<unknown> {
  const headers = { 'x-headroom-workspace': workspaceId, 'content-type': 'application/json' };
  const response = await reach(path, { ...init, headers });
  const text = await response.text();
  const body = parsed(text);
  if (response.ok) return body;
  const { error, message } = (body ?? {}) as {
    error?: { message?: string; code?: string };
    message?: string;
  };
  const words = error?.message ?? message ?? `The server answered with status ${response.status}.`;
  const requestId = response.headers.get('x-request-id');
  throw new ApiError(response.status, error?.code ?? 'product', words, {}, requestId);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Deletes a file; its bytes are free when this resolves. */
export function useDeleteFile(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: (id: string) => callProduct(workspaceId, `/v1/files/${id}`, { method: 'DELETE' }),
    onSettled: () => reread(['files'], ['workspace']),
  });
}

/** Has a file described by a model; one description of the month. */
export function useDescribeFile(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: ({ id, prompt }: { id: string; prompt: string }) =>
      callProduct(workspaceId, '/v1/descriptions', {
        method: 'POST',
        body: JSON.stringify({ file_id: id, ...(prompt && { prompt }) }),
      }),
    onSettled: () => reread(['files'], ['workspace']),
  });
}
