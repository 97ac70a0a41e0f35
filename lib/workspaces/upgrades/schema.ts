import * as z from 'zod';
import { limitInput } from '../../plans/schema';

const note = z.string().trim().max(1000);

/** `POST /api/manage/workspaces/{id}/upgrade-requests` */
export const requestUpgradeInput = z.strictObject({
  /** Slug of the plan that is wanted, of the workspace's catalog. */
  plan: z.string().max(40),
  /** Why, for whoever decides. */
  note: note.optional(),
});

/** `POST /api/manage/upgrade-requests/{id}/approve` */
export const approveUpgradeInput = z.strictObject({
  note: note.optional(),
  /** Replaces all custom limits; a plan with custom numbers needs each of them here or already set. */
  overrides: z.array(limitInput).max(50).optional(),
});

/** `POST /api/manage/upgrade-requests/{id}/decline` and `/withdraw` */
export const declineUpgradeInput = z.strictObject({ note: note.optional() });

const UPGRADE_STATUSES = ['open', 'approved', 'declined', 'withdrawn'] as const;
export type UpgradeStatus = (typeof UPGRADE_STATUSES)[number];

export const upgradesQuery = z.strictObject({
  status: z.enum(UPGRADE_STATUSES).optional(),
  /** `next_cursor` of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

interface Person {
  id: string;
  name: string;
  email: string;
}

interface PlanName {
  slug: string;
  name: string;
}

export interface UpgradeRequestView {
  id: string;
  workspace: { id: string; name: string; catalog: string };
  /** The plan when it was asked for. */
  from: PlanName;
  to: PlanName;
  /** The plan the workspace is on now. */
  current: PlanName;
  note: string;
  status: UpgradeStatus;
  requested_by: Person;
  created_at: string;
  /** null while it is open */
  decided_by: Person | null;
  decided_at: string | null;
  decision_note: string | null;
}

/** One of `GET /api/manage/workspaces/{id}/plan-changes`: the workspace went from one plan to another. */
export interface PlanChangeView {
  id: string;
  at: string;
  /** null: the workspace was made. */
  from: PlanName | null;
  to: PlanName;
  by: string;
}
