'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { CreatedKeyView, CreateKeyInput, KeyView, UpdateKeyInput } from '@/lib/keys/schema';
import { keyQuery, keyQuotaQuery, keysQuery } from './queries';

/** After a change everything that shows the key is read again. */
function useRefresh() {
  const client = useQueryClient();
  return (key: Pick<KeyView, 'id' | 'workspace_id'>) =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['workspace', key.workspace_id] }),
      client.invalidateQueries({ queryKey: ['key', key.id] }),
    ]);
}

export function useCreateKey(workspaceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateKeyInput) =>
      api<CreatedKeyView>(`/workspaces/${workspaceId}/keys`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['workspace', workspaceId] }),
  });
}

export function useUpdateKey(id: string) {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: UpdateKeyInput) => api<KeyView>(`/keys/${id}`, { method: 'PATCH', body }),
    onSuccess: async (key) => {
      client.setQueryData(keyQuery(id).queryKey, key);
      await refresh(key);
    },
  });
}

export function useRotateKey(key: Pick<KeyView, 'id' | 'workspace_id'>) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (overlapSeconds: number) =>
      api<CreatedKeyView>(`/keys/${key.id}/rotate`, {
        method: 'POST',
        body: { overlap_seconds: overlapSeconds },
      }),
    onSuccess: () => refresh(key),
  });
}

/** Revokes one key after another; `failed` holds those that are still in force, with the reason of the first. */
export function useRevokeKeys() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (keys: readonly KeyView[]) => {
      const failed: KeyView[] = [];
      let reason: unknown = null;
      for (const key of keys) {
        try {
          await api(`/keys/${key.id}`, { method: 'DELETE' });
          client.setQueryData(keysQuery(key.workspace_id).queryKey, (list) =>
            list?.map((one) => (one.id === key.id ? { ...one, status: 'revoked' as const } : one)),
          );
        } catch (error) {
          failed.push(key);
          reason ??= error;
        }
      }
      return { revoked: keys.length - failed.length, failed, reason };
    },
    onSuccess: (_, keys) =>
      Promise.all(
        [...new Set(keys.map((key) => key.workspace_id))].map((id) =>
          client.invalidateQueries({ queryKey: ['workspace', id] }),
        ),
      ),
    onSettled: (_, __, keys) =>
      Promise.all(
        keys.flatMap((key) => [
          client.invalidateQueries({ queryKey: keyQuery(key.id).queryKey }),
          client.invalidateQueries({ queryKey: keyQuotaQuery(key.id).queryKey }),
        ]),
      ),
  });
}
