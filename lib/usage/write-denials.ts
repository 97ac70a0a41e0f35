import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';

/** Refusals of one minute, subject and limit. */
export interface CountedDenials {
  startMs: number;
  workspaceId: string;
  /** The key's id, or `session`. */
  keyId: string;
  userId: string;
  resource: string;
  model: string;
  limit: string;
  code: string;
  denied: number;
}

/** What `GET /v1/denials/{request_id}` tells of one refusal; id is the request's. */
export interface Receipt {
  id: string;
  atMs: number;
  workspaceId: string;
  keyId: string;
  code: string;
  limitId: string | null;
  details: Prisma.InputJsonObject;
  userId: string;
  resource: string;
  model: string;
  /** Every limit as the decision left it: `KeptLimit[]`. */
  limits: Prisma.InputJsonArray;
}

/** Of each key; a workspace's sessions share one place. */
export const RECEIPTS_KEPT = 100;

/** Sorted by key, so that instances that write at once cannot lock rows crosswise. */
const add = (table: string, width: string) => `
INSERT INTO ${table} (start_at, workspace_id, key_id, user_id, resource, model, "limit", code, denied)
SELECT date_bin('${width}', to_timestamp("startMs" / 1000), timestamptz 'epoch'), "workspaceId", "keyId", "userId",
  resource, model, "limit", code, sum(denied)
FROM json_to_recordset($1::text::json) AS d("startMs" bigint, "workspaceId" uuid, "keyId" text, "userId" uuid,
  resource text, model text, "limit" text, code text, denied bigint)
GROUP BY 2, 1, 3, 4, 5, 6, 7, 8 ORDER BY 2, 1, 3, 4, 5, 6, 7, 8
ON CONFLICT (workspace_id, start_at, key_id, user_id, resource, model, "limit", code)
DO UPDATE SET denied = ${table}.denied + excluded.denied`;

/** One text for all rows: hundreds of rows as parameters cost more than the refusals they tell of. */
const KEEP = `
INSERT INTO denial_receipts (id, at, workspace_id, key_id, code, "limit", details, user_id, resource, model, limits)
SELECT id, to_timestamp("atMs"::numeric / 1000), "workspaceId", "keyId", code, "limitId", details, "userId", resource, model,
  limits
FROM jsonb_to_recordset($1::text::jsonb) AS r(id uuid, "atMs" bigint, "workspaceId" uuid, "keyId" text, code text,
  "limitId" text, details jsonb, "userId" uuid, resource text, model text, limits jsonb)
ON CONFLICT (id) DO NOTHING`;

/** Leaves the newest of each key that was just written; rows that another instance is deleting are its own. */
const PRUNE = `
DELETE FROM denial_receipts WHERE id IN (
  SELECT r.id
  FROM unnest($1::uuid[], $2::text[]) AS touched(workspace_id, key_id)
  CROSS JOIN LATERAL (
    SELECT k.at, k.id FROM denial_receipts k
    WHERE k.workspace_id = touched.workspace_id AND k.key_id = touched.key_id
    ORDER BY k.at DESC, k.id DESC OFFSET ${RECEIPTS_KEPT - 1} LIMIT 1
  ) AS last
  JOIN denial_receipts r ON r.workspace_id = touched.workspace_id AND r.key_id = touched.key_id
    AND (r.at, r.id) < (last.at, last.id)
  FOR UPDATE OF r SKIP LOCKED)`;

/** All of it in one transaction, so that a failure may be tried again without adding anything twice. */
export async function writeDenials(counts: CountedDenials[], receipts: Receipt[]): Promise<void> {
  const statements: Prisma.PrismaPromise<unknown>[] = [];
  if (counts.length > 0) {
    const json = JSON.stringify(counts);
    statements.push(
      db().$executeRawUnsafe(add('denials_minute', '1 minute'), json),
      db().$executeRawUnsafe(add('denials_quarter', '15 minutes'), json),
    );
  }
  if (receipts.length > 0) {
    const touched = [...new Map(receipts.map((r) => [`${r.workspaceId} ${r.keyId}`, r])).values()];
    statements.push(
      db().$executeRawUnsafe(KEEP, JSON.stringify(receipts)),
      db().$executeRawUnsafe(
        PRUNE,
        touched.map((r) => r.workspaceId),
        touched.map((r) => r.keyId),
      ),
    );
  }
  await db().$transaction(statements);
}
