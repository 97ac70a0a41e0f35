'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { RelativeTime } from '@/components/clock/relative-time';
import { CreateKeyDialog } from '@/components/keys/lazy-dialogs';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { catalogQuery } from '@/components/workspaces/queries';
import type { KeyView } from '@/lib/keys/schema';
import type { WorkspaceView } from '@/lib/workspaces/schema';

const SnippetTabs = dynamic(() =>
  import('@/components/keys/snippet-tabs').then((module) => module.SnippetTabs),
);

interface OnboardingProps {
  workspace: WorkspaceView;
  catalogId: string;
  keys: readonly KeyView[];
  /** null until the workspace's first admitted request is in the ledger. */
  firstRequestAt: string | null;
}

const FAREWELL_MS = 8_000;

/** The first minute of a workspace: create a key, copy a snippet, see the first request arrive. Then it goes away. */
export function Onboarding({ workspace, catalogId, keys, firstRequestAt }: OnboardingProps) {
  const [began] = useState(firstRequestAt === null);
  const [gone, setGone] = useState(false);
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const catalog = useQuery({ ...catalogQuery(catalogId), enabled: began });
  const arrived = firstRequestAt !== null;

  useEffect(() => {
    if (!began || !arrived) return;
    const timer = setTimeout(() => setGone(true), FAREWELL_MS);
    return () => clearTimeout(timer);
  }, [began, arrived]);

  if (!began || gone) return null;
  const live = keys.filter((key) => key.status !== 'revoked' && key.status !== 'expired');
  const key = live[0];
  const placeholder = key ? `${key.prefix}…${key.last4}` : `${workspace.catalog.key_prefix}…`;

  return (
    <Card>
      <CardHeader>
        <CardTitle>Make your first request</CardTitle>
      </CardHeader>
      <ol className="flex flex-col">
        <Step number={1} title="Create a key" done={key !== undefined}>
          {key ? (
            <p className="text-muted-foreground text-sm">{key.name} is ready.</p>
          ) : (
            <>
              <p className="text-muted-foreground text-sm">
                Give it a name, and a rate and a budget if you like.
              </p>
              <Button className="mt-2 self-start" onClick={() => setCreating(true)}>
                <Plus aria-hidden /> Create key
              </Button>
            </>
          )}
        </Step>
        <Step number={2} title="Call Headroom with it" done={arrived} waiting={key === undefined}>
          {key ? (
            <div className="flex min-w-0 flex-col gap-2">
              <p className="text-muted-foreground text-sm">
                {secret
                  ? 'Your key is filled in, this once.'
                  : `Put your key in place of ${placeholder}. It was shown when it was created.`}{' '}
                Any OpenAI SDK works.
              </p>
              <SnippetTabs secret={secret ?? placeholder} initial="curl" />
            </div>
          ) : (
            <p className="text-muted-foreground text-sm">A ready snippet will stand here.</p>
          )}
        </Step>
        <Step number={3} title="Watch it arrive" done={arrived} waiting={key === undefined}>
          <p className="flex items-center gap-2 text-muted-foreground text-sm" role="status">
            {arrived ? (
              <span className="font-medium text-success">
                Your first request arrived <RelativeTime at={firstRequestAt} />.
              </span>
            ) : key ? (
              <>
                <span className="relative flex size-2" aria-hidden>
                  <span className="absolute inset-0 animate-ping rounded-full bg-primary opacity-60" />
                  <span className="size-2 rounded-full bg-primary" />
                </span>
                Waiting for the first request. This page looks every second or two.
              </>
            ) : (
              'It shows up here within seconds.'
            )}
          </p>
        </Step>
      </ol>
      <CreateKeyDialog
        workspace={workspace}
        catalog={catalog.data}
        open={creating}
        onOpenChange={setCreating}
        onCreated={setSecret}
      />
    </Card>
  );
}

interface StepProps {
  number: number;
  title: string;
  done: boolean;
  /** Its turn has not come. */
  waiting?: boolean;
  children: ReactNode;
}

function Step({ number, title, done, waiting, children }: StepProps) {
  return (
    <li className="flex gap-3 border-t px-4 py-4">
      <span
        aria-hidden
        className={cn(
          'flex size-6 shrink-0 items-center justify-center rounded-full border font-medium text-xs tabular-nums',
          done && 'border-transparent bg-success-soft text-success',
          waiting && 'text-muted-foreground',
        )}
      >
        {done ? <Check className="size-3.5" /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 pt-0.5">
        <h3 className={cn('font-medium text-sm', waiting && 'text-muted-foreground')}>
          {title}
          {done ? <span className="sr-only">, done</span> : null}
        </h3>
        {children}
      </div>
    </li>
  );
}
