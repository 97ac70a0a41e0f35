import type { MeView, WorkspaceRole } from '@/lib/workspaces/schema';

/** The workspace that the person acts in, with their role there. */
export type OwnWorkspace = MeView['workspaces'][number];

/** Every role, the mightiest first, and what it may do. */
export const ROLE_WORDS: Readonly<Record<WorkspaceRole, string>> = {
  owner: 'Everything, owners included',
  admin: 'Members, keys and limits of keys',
  developer: 'Keys of their own',
  viewer: 'Looks, changes nothing',
};

/** The roles that somebody with this one may give: only owners make owners. */
export const rolesToGive = (own: WorkspaceRole): WorkspaceRole[] =>
  (Object.keys(ROLE_WORDS) as WorkspaceRole[]).filter((role) => own === 'owner' || role !== 'owner');
