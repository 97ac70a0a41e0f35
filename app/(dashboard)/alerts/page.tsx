import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { AlertsPage } from '@/components/alerts/alerts-page';
import { eventsQuery, rulesQuery, webhooksQuery } from '@/components/alerts/queries';
import { PageHeader } from '@/components/shell/page-header';
import { NoWorkspace } from '@/components/workspaces/no-workspace';
import { workspaceQuery } from '@/components/workspaces/queries';
import { listEvents } from '@/lib/alerts/list-events';
import { listRules } from '@/lib/alerts/list-rules';
import { listWebhooks } from '@/lib/alerts/list-webhooks';
import { mailConfigured } from '@/lib/mail';
import { getWorkspace } from '@/lib/workspaces/get-workspace';
import type { SearchProps } from '../../search-props';
import { requireSignedIn } from '../../signed-in';

export const metadata: Metadata = { title: 'Alerts' };

export default async function Alerts({ searchParams }: SearchProps) {
  const { actor, me } = await requireSignedIn('/alerts', searchParams);
  const workspaceId = me.current_workspace_id;
  if (!workspaceId) return <NoWorkspace admin={actor.platformAdmin} />;
  const [workspace, events, rules, webhooks] = await Promise.all([
    getWorkspace(actor, workspaceId),
    listEvents(actor, workspaceId, {}),
    listRules(actor, workspaceId),
    listWebhooks(actor, workspaceId),
  ]);
  const client = new QueryClient();
  client.setQueryData(workspaceQuery(workspaceId).queryKey, workspace);
  client.setQueryData(rulesQuery(workspaceId).queryKey, { data: rules, next_cursor: null });
  client.setQueryData(webhooksQuery(workspaceId).queryKey, { data: webhooks, next_cursor: null });
  client.setQueryData(eventsQuery(workspaceId).queryKey, { pages: [events], pageParams: [undefined] });
  return (
    <>
      <PageHeader
        title="Alerts"
        description="Be told before a limit is used up: here, by e-mail, or in a program of yours."
      />
      <HydrationBoundary state={dehydrate(client)}>
        <AlertsPage workspaceId={workspaceId} platformAdmin={actor.platformAdmin} mail={mailConfigured()} />
      </HydrationBoundary>
    </>
  );
}
