import { db } from '../db/client';
import { Prisma } from '../db/generated/client';

/** Rows in one read: keyset-paged along the primary key, so that the last page is as quick as the first. */
const AT_ONCE = 5_000;

interface Hour {
  start_at: Date;
  key_id: string;
  user_id: string;
  resource: string;
  model: string;
  outcome: string;
  requests: bigint;
  tokens_in: bigint;
  tokens_out: bigint;
  cost_micros: bigint;
  messages: bigint;
  descriptions: bigint;
}

/** What was used, by hours, oldest first. */
export async function* usageHours(workspaceId: string): AsyncGenerator<Hour[]> {
  let last: Hour | undefined;
  do {
    const after = last
      ? Prisma.sql`AND (start_at, key_id, user_id, resource, model, outcome) >
          (${last.start_at}, ${last.key_id}, ${last.user_id}::uuid, ${last.resource}, ${last.model}, ${last.outcome})`
      : Prisma.empty;
    const rows = await db().$queryRaw<Hour[]>`
      SELECT start_at, key_id, user_id::text, resource, model, outcome, requests, tokens_in, tokens_out,
        cost_micros, messages, descriptions
      FROM rollups_hour WHERE workspace_id = ${workspaceId}::uuid ${after}
      ORDER BY start_at, key_id, rollups_hour.user_id, resource, model, outcome LIMIT ${AT_ONCE}`;
    if (rows.length > 0) yield rows;
    last = rows.length === AT_ONCE ? rows.at(-1) : undefined;
  } while (last);
}

interface RefusedQuarter {
  start_at: Date;
  key_id: string;
  user_id: string;
  resource: string;
  model: string;
  limit: string;
  code: string;
  denied: bigint;
}

/** What was refused and by which limit, by quarter-hours, oldest first. */
export async function* refusedQuarters(workspaceId: string): AsyncGenerator<RefusedQuarter[]> {
  let last: RefusedQuarter | undefined;
  do {
    const after = last
      ? Prisma.sql`AND (start_at, key_id, user_id, resource, model, "limit", code) >
          (${last.start_at}, ${last.key_id}, ${last.user_id}::uuid, ${last.resource}, ${last.model}, ${last.limit}, ${last.code})`
      : Prisma.empty;
    const rows = await db().$queryRaw<RefusedQuarter[]>`
      SELECT start_at, key_id, user_id::text, resource, model, "limit", code, denied
      FROM denials_quarter WHERE workspace_id = ${workspaceId}::uuid ${after}
      ORDER BY start_at, key_id, denials_quarter.user_id, resource, model, "limit", code LIMIT ${AT_ONCE}`;
    if (rows.length > 0) yield rows;
    last = rows.length === AT_ONCE ? rows.at(-1) : undefined;
  } while (last);
}
