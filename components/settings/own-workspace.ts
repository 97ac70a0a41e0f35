import type { MeView } from '@/lib/workspaces/schema';

/** The workspace that the person acts in, with their role there. */
export type OwnWorkspace = MeView['workspaces'][number];
