'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Terminal } from 'lucide-react';
import { useState } from 'react';
import { ListCard } from '@/components/admin/list-card';
import { errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { onFirstOpen } from '@/components/ui/first-use';
import { FormAlert } from '@/components/ui/form-alert';
import {
  ActionsHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import type { TokenView } from '@/lib/auth/token-schema';
import type { MeView } from '@/lib/workspaces/schema';
import { tokensQuery, useSettingsChange } from './queries';

const TokenDialog = onFirstOpen(() => import('./token-dialog').then((module) => module.TokenDialog));

/** Tokens with which scripts do what this person may. */
export function TokensTab({ workspaces }: { workspaces: MeView['workspaces'] }) {
  const list = useQuery(tokensQuery());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const live = list.data?.data.filter((token) => !token.revoked_at);
  return (
    <>
      <ListCard
        title="Management tokens"
        description="A script with one does what you may: keys, usage, plans. They call no models; API keys do."
        action={
          <Button onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            Create token
          </Button>
        }
        rows={live}
        query={list}
        failed="Tokens could not be loaded"
        skeletons={2}
        empty={
          <EmptyState icon={Terminal} title="No tokens yet">
            Create one for a script, and send it as <code className="font-mono text-xs">Bearer hrm_…</code> to
            the management API.
          </EmptyState>
        }
      >
        {(rows) => (
          <Table label="Management tokens">
            <TableHeader>
              <tr>
                <TableHead sticky>Name</TableHead>
                <TableHead>Token</TableHead>
                <TableHead>For</TableHead>
                <TableHead>Last used</TableHead>
                <TableHead>Ends</TableHead>
                <ActionsHead />
              </tr>
            </TableHeader>
            <TableBody>
              {rows.map((token) => (
                <TableRow key={token.id}>
                  <TableCell sticky className="max-w-40 truncate font-medium">
                    {token.name}
                  </TableCell>
                  <TableCell className="font-mono text-muted-foreground text-xs">
                    hrm_…{token.last4}
                  </TableCell>
                  <TableCell className="max-w-48 truncate">
                    {workspaces.find(({ id }) => id === token.workspace_id)?.name ??
                      (token.workspace_id ? 'one workspace' : 'all your workspaces')}
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-muted-foreground">
                    {token.last_used_at ? <RelativeTime at={token.last_used_at} /> : 'never'}
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    <Ends at={token.expires_at} />
                  </TableCell>
                  <TableCell className="w-px whitespace-nowrap">
                    <Button
                      variant="outline"
                      size="sm"
                      aria-label={`Revoke token ${token.name}`}
                      onClick={() => setRevoking(token)}
                    >
                      Revoke
                    </Button>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </ListCard>
      {creating ? (
        <TokenDialog open workspaces={workspaces} onOpenChange={(open) => !open && setCreating(false)} />
      ) : null}
      {revoking ? <RevokeToken token={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

function Ends({ at }: { at: string | null }) {
  if (at === null) return <span className="text-muted-foreground">never</span>;
  if (Date.parse(at) <= Date.now()) return <Badge tone="danger">expired</Badge>;
  return <RelativeTime at={at} />;
}

function RevokeToken({ token, onClose }: { token: TokenView; onClose: () => void }) {
  const revoke = useSettingsChange(['tokens']);
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      destructive
      title={`Revoke the token ${token.name}?`}
      description="Scripts that use it are refused with 401 from their next call on. This is final."
      action="Revoke token"
      pending={revoke.isPending}
      onAction={() =>
        revoke.mutate(
          { method: 'DELETE', path: `/tokens/${token.id}` },
          {
            onSuccess: () => {
              toast.success(`${token.name} revoked`);
              onClose();
            },
          },
        )
      }
    >
      <FormAlert>{revoke.isError ? errorText(revoke.error).message : null}</FormAlert>
    </AlertDialog>
  );
}
