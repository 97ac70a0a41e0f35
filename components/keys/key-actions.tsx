'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useFirstUse } from '@/components/ui/first-use';
import type { KeyView } from '@/lib/keys/schema';
import type { KeyMenuProps } from './key-menu';
import { RevokeDialog, RotateDialog } from './lazy-dialogs';

/** What can be done with one key from its row. */
export function KeyActions({ apiKey, editable }: { apiKey: KeyView; editable: boolean }) {
  const { Loaded, trigger } = useFirstUse<KeyMenuProps>(loadMenu);
  const [dialog, setDialog] = useState<'revoke' | 'rotate' | null>(null);
  const close = (open: boolean) => setDialog((now) => (open ? now : null));
  const face = { 'aria-label': `Actions for ${apiKey.name}`, children: <Ellipsis aria-hidden /> };

  return (
    <>
      {Loaded ? (
        <Loaded
          apiKey={apiKey}
          changeable={editable && apiKey.status !== 'revoked'}
          face={face}
          onChoose={setDialog}
        />
      ) : (
        <Button variant="ghost" size="icon-sm" aria-haspopup="menu" {...face} {...trigger} />
      )}
      <RevokeDialog keys={[apiKey]} open={dialog === 'revoke'} onOpenChange={close} />
      <RotateDialog apiKey={apiKey} open={dialog === 'rotate'} onOpenChange={close} />
    </>
  );
}

const loadMenu = () => import('./key-menu').then((module) => module.KeyMenu);
