'use client';

import { FolderOpen } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/shell/page-header';
import { buttonVariants } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';

/** A plan that takes no files, in a workspace that has none. */
export const NotInPlan = ({ planName }: { planName: string }) => (
  <>
    <PageHeader title="Files" />
    <Card>
      <EmptyState
        icon={FolderOpen}
        title={`Files are not part of the ${planName} plan`}
        action={
          <Link href="/plans" className={buttonVariants({ variant: 'outline' })}>
            Compare plans
          </Link>
        }
      >
        Where a plan stores files, they are uploaded, searched and described here.
      </EmptyState>
    </Card>
  </>
);
