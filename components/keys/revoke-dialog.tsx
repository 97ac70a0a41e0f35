'use client';

import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { formatCount } from '@/components/format/number';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { KeyView } from '@/lib/keys/schema';
import { inUse } from './status';
import { type RevokedKeys, useRevokeKeys } from './use-key-changes';

interface RevokeDialogProps {
  keys: readonly KeyView[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked?: () => void;
}

/** Asks before one key or several are revoked; a key that traffic depends on needs its name typed. */
export function RevokeDialog({ keys, open, onOpenChange, onRevoked }: RevokeDialogProps) {
  const revoke = useRevokeKeys();
  const [typed, setTyped] = useState('');
  const busy = open ? keys.filter((key) => inUse(key, Date.now())) : [];
  const one = keys.length === 1 ? keys[0] : undefined;
  const phrase = busy.length === 0 ? null : one ? one.name : `revoke ${keys.length} keys`;
  const what = one ? 'key' : formatCount(keys.length, 'key');

  function change(next: boolean) {
    if (revoke.isPending) return;
    setTyped('');
    onOpenChange(next);
  }

  function told({ revoked, failed, reason }: RevokedKeys) {
    if (failed.length > 0)
      toast.error(
        `${formatCount(failed.length, 'key')} could not be revoked and still ${failed.length === 1 ? 'works' : 'work'}. ${errorText(reason).message}`,
      );
    if (revoked > 0) toast.success(one ? `${one.name} is revoked` : `${formatCount(revoked, 'key')} revoked`);
    setTyped('');
    onOpenChange(false);
    if (failed.length === 0) onRevoked?.();
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={change}
      title={one ? `Revoke ${one.name}?` : `Revoke ${what}?`}
      description={
        <>
          <p>
            From this moment every request with {one ? 'this key' : 'these keys'} is answered 401. Answers
            that are streaming now stop within seconds. What was used stays in your usage. This cannot be
            undone.
          </p>
          {busy.length > 0 ? (
            <p className="mt-2 font-medium text-foreground">
              {one
                ? 'This key was used within the last hour.'
                : `${formatCount(busy.length, 'of them was', 'of them were')} used within the last hour: ${busy
                    .slice(0, 3)
                    .map((key) => key.name)
                    .join(', ')}${busy.length > 3 ? '…' : ''}.`}
            </p>
          ) : null}
        </>
      }
      action={one ? 'Revoke key' : `Revoke ${what}`}
      onAction={() => revoke.mutate(keys, { onSuccess: told })}
      pending={revoke.isPending}
      disabled={phrase !== null && typed.trim() !== phrase}
    >
      {phrase === null ? null : (
        <Field
          label={
            <>
              Type <span className="rounded-sm bg-muted px-1 font-mono">{phrase}</span> to confirm
            </>
          }
        >
          <Input
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
    </AlertDialog>
  );
}
