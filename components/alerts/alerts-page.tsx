'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import { workspaceQuery } from '@/components/workspaces/queries';
import { DeliveriesTab } from './deliveries-tab';
import { EventsTab } from './events-tab';
import { RulesTab } from './rules-tab';
import { WebhooksTab } from './webhooks-tab';

const LABELS = {
  events: 'Alerts',
  rules: 'Rules',
  webhooks: 'Webhooks',
  deliveries: 'Delivery log',
} as const;
type Tab = keyof typeof LABELS;
const TABS = Object.keys(LABELS) as Tab[];

interface AlertsPageProps {
  workspaceId: string;
  platformAdmin: boolean;
  /** Whether this installation sends e-mail. */
  mail: boolean;
}

/** What was crossed, what is watched, and who is told. */
export function AlertsPage({ workspaceId, platformAdmin, mail }: AlertsPageProps) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('events'));
  const { data: workspace } = useQuery(workspaceQuery(workspaceId));
  const role = workspace?.role ?? null;
  const manages = platformAdmin || role === 'owner' || role === 'admin';
  const toRules = () => void setTab('rules');
  return (
    <Tabs value={tab} onValueChange={(next) => setTab(next as Tab)}>
      <TabsList aria-label="Alerts">
        {TABS.map((value) => (
          <TabsTab key={value} value={value}>
            {LABELS[value]}
          </TabsTab>
        ))}
      </TabsList>
      <TabsPanel value={tab}>
        {tab === 'events' ? (
          <EventsTab
            workspaceId={workspaceId}
            currency={workspace?.catalog.currency ?? 'USD'}
            onRules={toRules}
          />
        ) : null}
        {tab === 'rules' ? <RulesTab workspaceId={workspaceId} manages={manages} mail={mail} /> : null}
        {tab === 'webhooks' ? <WebhooksTab workspaceId={workspaceId} manages={manages} /> : null}
        {tab === 'deliveries' ? <DeliveriesTab workspaceId={workspaceId} manages={manages} /> : null}
      </TabsPanel>
    </Tabs>
  );
}
