import * as z from 'zod';

/** Requests and tokens a minute a key may be set to: 1 to 10,000 requests; more only through a plan. */
const rpm = z.number().int().min(1, 'must be at least 1').max(10_000, 'must be at most 10,000');
const tpm = z.number().int().min(1, 'must be at least 1').max(Number.MAX_SAFE_INTEGER);

const budgetInput = z.strictObject({
  /** Decimal string in the catalog's currency, e.g. "12.50" */
  amount: z.string().regex(/^\d{1,10}(\.\d{1,6})?$/, 'must be a non-negative amount such as "12.50"'),
  period: z.enum(['lifetime', 'month']),
});

export const KEY_SCOPES = ['chat', 'embeddings', 'images', 'audio', 'uploads', 'files'] as const;

const fields = {
  name: z.string().trim().min(1, 'must not be empty').max(80),
  /** A plan slug of the same catalog, of equal or lower rank; null follows the workspace. */
  plan: z.string().max(40).nullable().optional(),
  rpm: rpm.nullable().optional(),
  tpm: tpm.nullable().optional(),
  budget: budgetInput.nullable().optional(),
  /** ISO instant in the future; null never expires. */
  expires_at: z.iso.datetime({ offset: true }).nullable().optional(),
  /** Model names; empty allows all. */
  models: z.array(z.string().min(1).max(120)).max(100).optional(),
  /** Addresses or CIDR ranges; empty allows all. */
  ips: z.array(z.string().min(1).max(60)).max(100).optional(),
  /** Resources; empty allows all. */
  scopes: z.array(z.enum(KEY_SCOPES)).max(20).optional(),
};

export const createKeyInput = z.strictObject({ ...fields, owner_id: z.uuid().optional() });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

export const updateKeyInput = z.strictObject({ ...fields, name: fields.name.optional() });
export type UpdateKeyInput = z.infer<typeof updateKeyInput>;

export const rotateKeyInput = z.strictObject({ overlap_seconds: z.number().int().min(0).max(86_400) });

/** `POST …/credit` of a key or a workspace */
export const creditInput = z.strictObject({
  /** Decimal string in the catalog's currency, e.g. "12.50" */
  amount: z.string(),
  note: z.string().trim().max(500).optional(),
});

/** `GET /api/manage/workspaces/{id}/keys` */
export const listKeysQuery = z.strictObject({
  /** Part of a name, or a key's last four letters. */
  q: z.string().max(100).optional(),
  /** Id of the last key of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export type KeyStatus = 'active' | 'near_budget' | 'expiring' | 'expired' | 'revoked';

export interface KeyView {
  id: string;
  workspace_id: string;
  name: string;
  prefix: string;
  last4: string;
  /** Slug of the pinned plan; null follows the workspace's. */
  plan: string | null;
  rpm: number | null;
  tpm: number | null;
  budget: { amount: string; period: 'lifetime' | 'month'; used_micros: number; limit_micros: number } | null;
  scopes: string[];
  models: string[];
  ips: string[];
  owner: { id: string; name: string; email: string };
  status: KeyStatus;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  /** Admitted requests of the last 36 hours, an hour each, oldest first. */
  sparkline: number[];
}

/** The answer to creation and rotation: the only time `key` is shown. */
export type CreatedKeyView = KeyView & { key: string };
