'use client';

import { Ban, Copy, Pencil, RotateCcwKey } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { toast } from '@/components/ui/toast';
import type { KeyView } from '@/lib/keys/schema';

export interface KeyMenuProps {
  apiKey: KeyView;
  /** The reader may change it and it still works. */
  changeable: boolean;
  face: { 'aria-label': string; children: ReactNode };
  onChoose: (dialog: 'revoke' | 'rotate') => void;
}

/** A row's menu, open from the start. */
export function KeyMenu({ apiKey, changeable, face, onChoose }: KeyMenuProps) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger render={<Button variant="ghost" size="icon-sm" {...face} />} />
      <DropdownMenuContent align="end">
        <DropdownMenuItem render={<Link href={`/keys/${apiKey.id}`} />}>
          <Pencil aria-hidden /> {changeable ? 'View and edit' : 'View'}
        </DropdownMenuItem>
        <DropdownMenuItem onClick={() => copyId(apiKey.id)}>
          <Copy aria-hidden /> Copy key id
        </DropdownMenuItem>
        {changeable ? (
          <>
            <DropdownMenuItem onClick={() => onChoose('rotate')}>
              <RotateCcwKey aria-hidden /> Rotate key
            </DropdownMenuItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem destructive onClick={() => onChoose('revoke')}>
              <Ban aria-hidden /> Revoke key
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
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
