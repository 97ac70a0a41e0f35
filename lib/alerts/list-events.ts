import type { Actor } from '../actor';
import { type Access, accessTo } from '../auth/access';
import { db } from '../db/client';
import type { Alert } from '../db/generated/client';
import { parse } from '../parse';
import { type AlertEventsView, type AlertEventView, alertEventsQuery } from './schema';

/** Beyond this a bell says "99+". */
const MOST_COUNTED = 100;

/** What was crossed, newest first, a page at a time; for members. @throws AppError `not_found` */
export async function listEvents(
  actor: Actor,
  workspaceId: string,
  query: unknown,
): Promise<AlertEventsView> {
  const access = await accessTo(actor, workspaceId);
  const { cursor, limit } = parse(alertEventsQuery, query);
  const seenAt = await lastSeen(access);
  const [rows, unseen] = await Promise.all([
    db().alert.findMany({
      where: { workspaceId, ...(cursor && { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    }),
    db().alert.count({
      where: { workspaceId, ...(seenAt && { createdAt: { gt: seenAt } }) },
      take: MOST_COUNTED,
    }),
  ]);
  const page = rows.slice(0, limit);
  return {
    data: page.map((row) => eventView(row, seenAt)),
    next_cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    unseen,
  };
}

async function lastSeen({ workspaceId, userId }: Access): Promise<Date | null> {
  if (userId === null) return null;
  const member = await db().member.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    select: { alertsSeenAt: true },
  });
  return member?.alertsSeenAt ?? null;
}

const eventView = (row: Alert, seenAt: Date | null): AlertEventView => ({
  id: row.id,
  at: row.createdAt.toISOString(),
  rule_id: row.ruleId,
  rule_name: row.ruleName,
  threshold: row.threshold === 0 ? null : row.threshold,
  limit: row.limit,
  subject: { scope: row.scope, id: row.subjectId, name: row.subjectName },
  period_start: row.periodStart.toISOString(),
  capacity: Number(row.capacity),
  used: Number(row.used),
  reset_at: row.resetAt?.toISOString() ?? null,
  projected_at: row.projectedAt?.toISOString() ?? null,
  seen: seenAt !== null && row.createdAt <= seenAt,
});
