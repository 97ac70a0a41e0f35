'use client';

import { useQueryClient } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import { useChange, useReread } from '@/components/use-change';
import type { CreatedKeyView, CreateKeyInput, KeyView, UpdateKeyInput } from '@/lib/keys/schema';
import { keyQuery, keysQuery } from './queries';

/** Where keys are shown: in their lists, and on pages of their own. */
const placesOf = (...keys: readonly Pick<KeyView, 'id' | 'workspace_id'>[]) => [
  ...[...new Set(keys.map((key) => key.workspace_id))].map((id) => ['workspace', id]),
  ...keys.map(({ id }) => ['key', id]),
];

export function useCreateKey(workspaceId: string) {
  const reread = useReread();
  return useChange({
    mutationFn: (body: CreateKeyInput) =>
      api<CreatedKeyView>(`/workspaces/${workspaceId}/keys`, { method: 'POST', body }),
    onSuccess: () => reread(['workspace', workspaceId]),
  });
}

export function useUpdateKey(id: string) {
  const client = useQueryClient();
  const reread = useReread();
  return useChange({
    mutationFn: (body: UpdateKeyInput) => api<KeyView>(`/keys/${id}`, { method: 'PATCH', body }),
    onSuccess: async (key) => {
      client.setQueryData(keyQuery(id).queryKey, key);
      await reread(...placesOf(key));
    },
  });
}

export function useRotateKey(key: Pick<KeyView, 'id' | 'workspace_id'>) {
  const reread = useReread();
  return useChange({
    mutationFn: (overlapSeconds: number) =>
      api<CreatedKeyView>(`/keys/${key.id}/rotate`, {
        method: 'POST',
        body: { overlap_seconds: overlapSeconds },
      }),
    onSuccess: () => reread(...placesOf(key)),
  });
}

export interface RevokedKeys {
  revoked: number;
  /** Those that are still in force. */
  failed: KeyView[];
  /** Why the first of them is. */
  reason: unknown;
}

/** Revokes one key after another. */
export function useRevokeKeys() {
  const client = useQueryClient();
  const reread = useReread();
  return useChange({
    mutationFn: async (keys: readonly KeyView[]): Promise<RevokedKeys> => {
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
    onSettled: (_, __, keys) => reread(...placesOf(...keys)),
  });
}
