'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/components/api-client';
import { onSessionEnd } from '@/components/auth/session-end';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { toast } from '@/components/ui/toast';
import type { MeView } from '@/lib/workspaces/schema';

/**
 * Says that the session is over without taking the page away, so that what was typed is not lost. Signing in again in
 * another tab is noticed when the reader comes back.
 */
export function SignedOut({ userId }: { userId: string }) {
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const [open, setOpen] = useState(false);

  useEffect(
    () =>
      onSessionEnd((end) => {
        // Somebody who chose to stay is asked again when they want something done, not by every look of the page.
        setOver((was) => {
          if (!was || end === 'change') setOpen(true);
          return true;
        });
      }),
    [],
  );

  useEffect(() => {
    if (!over) return;
    const lookAgain = async () => {
      const me = await api<MeView>('/me').catch(() => null);
      if (!me) return;
      // Another person's pages are not these.
      if (me.user.id !== userId) return window.location.assign('/');
      setOver(false);
      setOpen(false);
      toast.success('You are signed in again', { description: 'Nothing on this page was lost.' });
      await client.invalidateQueries();
    };
    window.addEventListener('focus', lookAgain);
    return () => window.removeEventListener('focus', lookAgain);
  }, [over, userId, client]);

  return (
    <AlertDialog
      open={open}
      onOpenChange={setOpen}
      destructive={false}
      title="You are signed out"
      description="Your session ended: it expired, or it was ended elsewhere. Sign in in a new tab and come back, and what you typed here is still here. Nothing was saved since."
      cancel="Stay on this page"
      action="Sign in"
      onAction={() => window.open('/sign-in', '_blank', 'noopener')}
    />
  );
}
