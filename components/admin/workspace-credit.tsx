'use client';

import { useQuery } from '@tanstack/react-query';
import { keysQuery } from '@/components/keys/queries';
import type { WorkspaceView } from '@/lib/workspaces/schema';
import { CreditDialog } from './credit-dialog';

interface WorkspaceCreditProps {
  workspace: WorkspaceView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The credit dialog once it is known which keys have a budget. */
export function WorkspaceCredit(props: WorkspaceCreditProps) {
  const { data } = useQuery(keysQuery(props.workspace.id));
  if (!data) return null;
  return <CreditDialog {...props} keys={data.filter((key) => key.budget && !key.revoked_at)} />;
}
