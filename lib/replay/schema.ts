import { editPlanInput } from '../workspaces/plans/schema';

/** `POST /api/manage/plans/{id}/replay`: an edit that is not made. */
export const replayPlanInput = editPlanInput.pick({ limits: true, api_access: true });

/** A limit that refused, or `limit: null` where the plan lets no key in. */
export interface ReplayLimitView {
  id: string;
  code: string;
  limit: {
    metric: string;
    resource: string | null;
    scope: string;
    window: string;
    capacity: number | null;
    set_by: string;
  } | null;
  refused: number;
}

/** A key, or a member's browser sessions (`key: null`), that would have been refused. */
export interface ReplayCallerView {
  workspace: { id: string; name: string };
  key: { id: string; name: string; last4: string } | null;
  member: { id: string; name: string };
  requests: number;
  refused: number;
  /** What today's limits refuse of the same traffic. */
  refused_now: number;
  first_refused_at: string;
  limits: ReplayLimitView[];
}

/** What the last 24 hours' traffic would have met. */
export interface ReplayView {
  /** [from, to): what was replayed; `whole` is false where there was too much traffic for 24 hours of it. */
  from: string;
  to: string;
  whole: boolean;
  /** Requests that ran, replayed one by one. */
  requests: number;
  refused: number;
  /** What today's limits refuse of the same traffic. */
  refused_now: number;
  /** Refused at that time, by the limits then: what they wanted is not known, so they are not replayed. */
  refused_then: number;
  workspaces: number;
  limits: ReplayLimitView[];
  /** Those refused most first; `more_callers` are left out. */
  callers: ReplayCallerView[];
  more_callers: number;
  hours: { start: string; requests: number; refused: number }[];
  /** How long it took. */
  took_ms: number;
}
