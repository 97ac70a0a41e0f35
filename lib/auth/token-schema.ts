import * as z from 'zod';

export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  /** One workspace the token speaks for; absent: all of its user's. */
  workspace_id: z.uuid().optional(),
  /** ISO instant in the future; absent: it never expires. */
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** A management token. Its secret is in the answer to creation and nowhere else. */
export interface TokenView {
  id: string;
  name: string;
  last4: string;
  workspace_id: string | null;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
}

export type CreatedTokenView = TokenView & { token: string };

interface TokenRow {
  id: string;
  name: string;
  last4: string;
  workspaceId: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

export const tokenView = (row: TokenRow): TokenView => ({
  id: row.id,
  name: row.name,
  last4: row.last4,
  workspace_id: row.workspaceId,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
});
