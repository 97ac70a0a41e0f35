'use client';

import { Eye, PencilLine } from 'lucide-react';
import { api, errorText } from '@/components/api-client';
import { RelativeTime } from '@/components/clock/relative-time';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { useChange } from '@/components/use-change';
import type { MeView } from '@/lib/workspaces/schema';

/** Stands above every page while an administrator acts in a workspace. */
export function ActingBar({ acting }: { acting: NonNullable<MeView['acting']> }) {
  const { workspace, write, until } = acting;
  const failed = (title: string) => (error: unknown) =>
    toast.error(title, { description: errorText(error).message });
  const allow = useChange({
    mutationFn: () => api<null>('/acting', { method: 'PATCH', body: { write: !write } }),
    // A full load: what the page shows and allows depends on it everywhere.
    onSuccess: () => window.location.reload(),
    onError: failed('That could not be changed'),
  });
  const stop = useChange({
    mutationFn: () => api<null>('/acting', { method: 'DELETE' }),
    onSuccess: () => window.location.assign(`/admin/workspaces/${workspace.id}`),
    onError: failed('Acting could not be stopped'),
  });
  const Icon = write ? PencilLine : Eye;
  return (
    <section
      aria-label="Acting as an administrator"
      className="sticky top-0 z-30 flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-warning-soft px-4 py-2 text-sm text-warning max-md:static md:px-8"
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-60">
        <span className="font-medium">You act in {workspace.name} as an administrator.</span>{' '}
        {write
          ? 'Your changes are made and audited as yours.'
          : 'You see what its owner sees, and change nothing.'}{' '}
        Ends <RelativeTime at={until} />.
      </p>
      <span className="flex gap-2">
        <Button variant="outline" size="sm" pending={allow.isPending} onClick={() => allow.mutate()}>
          {write ? 'Only look' : 'Allow changes'}
        </Button>
        <Button size="sm" pending={stop.isPending} onClick={() => stop.mutate()}>
          Stop acting
        </Button>
      </span>
    </section>
  );
}
