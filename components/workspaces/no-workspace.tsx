'use client';

import { Building2 } from 'lucide-react';
import Link from 'next/link';
import { buttonVariants } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** For an account that is a member nowhere, as a platform admin may be. */
export function NoWorkspace({ admin }: { admin: boolean }) {
  return (
    <>
      <h1 className="sr-only">No workspace</h1>
      <EmptyState
        icon={Building2}
        title="You are not a member of any workspace"
        className="py-24"
        action={
          admin ? (
            <Link href="/admin/workspaces" className={buttonVariants()}>
              Open all workspaces
            </Link>
          ) : undefined
        }
      >
        {admin
          ? 'As a platform admin you can open every workspace from the admin pages.'
          : 'Ask the owner of a workspace to add you. Its limits, keys and usage will then appear here.'}
      </EmptyState>
    </>
  );
}
