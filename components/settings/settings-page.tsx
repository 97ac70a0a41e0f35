'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Tabs, TabsList, TabsPanel, TabsTab } from '@/components/ui/tabs';
import type { MeView } from '@/lib/workspaces/schema';
import { MembersTab } from './members-tab';
import { ProfileTab } from './profile-tab';
import { SessionsTab } from './sessions-tab';
import { TokensTab } from './tokens-tab';
import { WorkspaceTab } from './workspace-tab';

const LABELS = {
  members: 'Members',
  workspace: 'Workspace',
  tokens: 'Management tokens',
  profile: 'Profile',
  sessions: 'Sessions',
} as const;
type Tab = keyof typeof LABELS;
const TABS = Object.keys(LABELS) as Tab[];
/** What belongs to a workspace; the rest to the account. */
const OF_WORKSPACE: readonly Tab[] = ['members', 'workspace'];

/** Who belongs to the workspace, and what belongs to the account. */
export function SettingsPage({ me, mails }: { me: MeView; mails: boolean }) {
  const workspace = me.workspaces.find(({ id }) => id === me.current_workspace_id);
  const tabs = workspace ? TABS : TABS.filter((tab) => !OF_WORKSPACE.includes(tab));
  const [asked, setTab] = useQueryState('tab', parseAsStringLiteral(TABS));
  const tab = asked && tabs.includes(asked) ? asked : (tabs[0] ?? 'profile');
  return (
    <Tabs value={tab} onValueChange={(next) => setTab(next as Tab)}>
      <TabsList aria-label="Settings">
        {tabs.map((value) => (
          <TabsTab key={value} value={value}>
            {LABELS[value]}
          </TabsTab>
        ))}
      </TabsList>
      <TabsPanel value={tab}>
        {tab === 'members' && workspace ? (
          <MembersTab workspace={workspace} userId={me.user.id} mails={mails} />
        ) : null}
        {tab === 'workspace' && workspace ? <WorkspaceTab workspace={workspace} userId={me.user.id} /> : null}
        {tab === 'tokens' ? <TokensTab workspaces={me.workspaces} /> : null}
        {tab === 'profile' ? <ProfileTab user={me.user} /> : null}
        {tab === 'sessions' ? <SessionsTab /> : null}
      </TabsPanel>
    </Tabs>
  );
}
