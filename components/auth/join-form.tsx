'use client';

import { useState } from 'react';
import { api, errorText } from '@/components/api-client';
import { chooseWorkspace } from '@/components/shell/choose-workspace';
import { Button } from '@/components/ui/button';
import { FormAlert } from '@/components/ui/form-alert';

interface JoinFormProps {
  token: string;
  workspace: string;
  /** Name of the account that joins. */
  as: string;
}

/** Accepts an invitation with the account that is signed in. */
export function JoinForm({ token, workspace, as }: JoinFormProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const join = async () => {
    setPending(true);
    setProblem(null);
    try {
      const { workspace_id } = await api<{ workspace_id: string }>('/invites/accept', {
        method: 'POST',
        body: { token },
      });
      chooseWorkspace(workspace_id);
    } catch (error) {
      setProblem(errorText(error).message);
      setPending(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <FormAlert>{problem}</FormAlert>
      <Button size="lg" pending={pending} onClick={join}>
        Join {workspace}
      </Button>
      <p className="text-muted-foreground">You are signed in as {as}.</p>
    </div>
  );
}
