import * as z from 'zod';
import type { WorkspaceRole } from '../schema';

export const ROLES = ['owner', 'admin', 'developer', 'viewer'] as const satisfies readonly WorkspaceRole[];

/** `PATCH /api/manage/workspaces/{id}/members/{user_id}` */
export const changeRoleInput = z.strictObject({ role: z.enum(ROLES) });

/** `POST /api/manage/workspaces/{id}/invites` */
export const createInviteInput = z.strictObject({
  role: z.enum(ROLES),
  /** Only an account with this address may use the link; absent: whoever has it. */
  email: z
    .email('must be an e-mail address')
    .max(200)
    .transform((email) => email.toLowerCase())
    .optional(),
});

/** `POST /api/manage/invites/accept` */
export const acceptInviteInput = z.strictObject({ token: z.string().min(1).max(200) });

/** A link to join a workspace that was not used yet. */
export interface InviteView {
  id: string;
  email: string | null;
  role: WorkspaceRole;
  created_at: string;
  expires_at: string;
}

/** The answer to creation: the only time `token` is shown. The link is `/join?invite=TOKEN`. */
export interface CreatedInviteView extends InviteView {
  token: string;
  /** Whom it was mailed to; null: nobody, so send the link yourself. */
  sent_to: string | null;
}
