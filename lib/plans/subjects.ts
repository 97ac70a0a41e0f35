import type { Subjects } from './policy';

/** Who the counters of each scope belong to. A session's key scope is the pseudo-key (workspace, member). */
export const subjectsOf = (who: { workspaceId: string; keyId: string | null; userId: string }): Subjects => ({
  key: who.keyId ?? `session:${who.workspaceId}:${who.userId}`,
  user: `${who.workspaceId}:${who.userId}`,
  workspace: who.workspaceId,
});
