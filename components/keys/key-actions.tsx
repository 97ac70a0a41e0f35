'use client';

import { Ban, Copy, Ellipsis, Pencil, RotateCcwKey } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { KeyView } from '@/lib/keys/schema';
import { RevokeDialog } from './revoke-dialog';
import { RotateDialog } from './rotate-dialog';

/** What can be done with one key from its row. */
export function KeyActions({ apiKey, editable }: { apiKey: KeyView; editable: boolean }) {
  const [dialog, setDialog] = useState<'revoke' | 'rotate' | null>(null);
  const close = (open: boolean) => setDialog((now) => (open ? now : null));
  const live = apiKey.status !== 'revoked';

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger
          render={
            <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${apiKey.name}`}>
              <Ellipsis aria-hidden />
            </Button>
          }
        />
        <DropdownMenuContent align="end">
          <DropdownMenuItem render={<Link href={`/keys/${apiKey.id}`} />}>
            <Pencil aria-hidden /> {editable && live ? 'View and edit' : 'View'}
          </DropdownMenuItem>
          <DropdownMenuItem onClick={() => copyId(apiKey.id)}>
            <Copy aria-hidden /> Copy key id
          </DropdownMenuItem>
          {editable && live ? (
            <>
              <DropdownMenuItem onClick={() => setDialog('rotate')}>
                <RotateCcwKey aria-hidden /> Rotate key
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem destructive onClick={() => setDialog('revoke')}>
                <Ban aria-hidden /> Revoke key
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <RevokeDialog keys={[apiKey]} open={dialog === 'revoke'} onOpenChange={close} />
      <RotateDialog apiKey={apiKey} open={dialog === 'rotate'} onOpenChange={close} />
    </>
  );
}

async function copyId(id: string) {
  try {
    await navigator.clipboard.writeText(id);
    toast.success('Key id copied');
  } catch {
    toast.error('The browser did not allow copying. Open the key and copy its id by hand.');
  }
}
