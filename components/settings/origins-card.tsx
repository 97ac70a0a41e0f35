'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '@/components/api-client';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { TagInput } from '@/components/ui/tag-input';
import { toast } from '@/components/ui/toast';
import { workspaceQuery } from '@/components/workspaces/queries';
import { useSettingsChange } from './queries';
import { SettingsForm } from './settings-form';

interface OriginsCardProps {
  workspaceId: string;
  /** Whether the person may change them. */
  may: boolean;
}

/** From which pages a browser may call with a key of the workspace (CORS). */
export function OriginsCard({ workspaceId, may }: OriginsCardProps) {
  const { data, error, refetch } = useQuery(workspaceQuery(workspaceId));
  return (
    <Card aria-busy={!data && !error}>
      <CardHeader>
        <div>
          <CardTitle>Pages that may call</CardTitle>
          <CardDescription>
            Browsers let a page call us with a key only if its origin stands here. Servers and scripts need
            none. A key in a page can be read by its visitors: give it a small budget.
          </CardDescription>
        </div>
      </CardHeader>
      {data ? (
        <CardContent>
          <OriginsForm workspaceId={workspaceId} saved={data.origins} may={may} />
        </CardContent>
      ) : error ? (
        <ErrorState title="The pages could not be loaded" {...errorText(error)} onRetry={() => refetch()} />
      ) : (
        <CardContent>
          <Skeleton className="h-8 max-w-md" />
        </CardContent>
      )}
    </Card>
  );
}

/** As browsers send it: scheme, host and port, nothing after them. */
const originOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : text;
};

function OriginsForm({ workspaceId, saved, may }: OriginsCardProps & { saved: readonly string[] }) {
  const [edited, setEdited] = useState<readonly string[] | null>(null);
  const origins = edited ?? saved;
  const change = useSettingsChange(['workspace', workspaceId]);
  if (!may)
    return saved.length === 0 ? (
      <p className="text-muted-foreground">No page may call. Owners and admins of the workspace add them.</p>
    ) : (
      <ul className="flex flex-col gap-1 font-mono text-xs">
        {saved.map((origin) => (
          <li key={origin}>{origin}</li>
        ))}
      </ul>
    );
  return (
    <SettingsForm
      action="Save pages"
      disabled={origins.join(' ') === saved.join(' ')}
      change={change}
      onSubmit={() =>
        change.mutate(
          { method: 'PATCH', path: `/workspaces/${workspaceId}`, body: { origins } },
          {
            onSuccess: () => {
              setEdited(null);
              toast.success('Pages saved', { description: 'In force on the next request.' });
            },
          },
        )
      }
    >
      <Field
        label="Origins"
        hint="Enter adds one"
        description="Scheme and host, such as https://app.example.com"
      >
        <TagInput
          value={origins}
          placeholder={origins.length === 0 ? 'https://app.example.com' : ''}
          onChange={(next) => setEdited([...new Set(next.map(originOf))])}
        />
      </Field>
    </SettingsForm>
  );
}
