import type { InviteView } from './schema';

interface InviteRow {
  id: string;
  email: string | null;
  role: InviteView['role'];
  createdAt: Date;
  expiresAt: Date;
}

/** An invitation without its token, which nobody is told again. */
export const inviteView = (row: InviteRow): InviteView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
});
