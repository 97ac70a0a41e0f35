import * as z from 'zod';

export const auditQuery = z.strictObject({
  workspace: z.uuid().optional(),
  actor: z.string().max(120).optional(),
  action: z.string().max(60).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export interface AuditView {
  id: string;
  at: string;
  actor: { kind: 'user' | 'token' | 'system'; id: string; name: string };
  ip: string | null;
  workspace_id: string | null;
  /** e.g. `key.create`, `workspace.plan` */
  action: string;
  target: { kind: string; id: string; name: string };
  before: unknown;
  after: unknown;
}
