import type { Scope } from '../plans/limit';
import type { LimitView } from '../plans/schema';

/** One counter of a workspace, as the quota page shows it. */
export interface Figure {
  subject: { scope: Scope; id: string; name: string };
  limit: LimitView;
  atMs: number;
}

/** Limits with their counters at one instant. */
interface Looked {
  data: LimitView[];
  /** ISO */
  at: string;
}

/** Where figures come from: what the quota pages read, handed in by the server (lib/admission/look-at.ts). */
export interface FigureSource {
  member(workspaceId: string, userId: string): Promise<Looked>;
  keys(workspaceId: string, keyIds: readonly string[]): Promise<Map<string, Looked>>;
}
