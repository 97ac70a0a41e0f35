import { db } from '../db/client';
import { AppError } from '../errors';
import { DAY_MS, type Interval, intervalsOf, QUARTER_MS } from './intervals';
import { usage } from './query';
import type { OverviewView, UsageAmounts } from './schema';

/** A workspace's day beside the day before, in its catalog's zone. The caller has authorized the reader. */
export async function overview(workspaceId: string, nowMs = Date.now()): Promise<OverviewView> {
  const workspace = await db().workspace.findUnique({
    where: { id: workspaceId },
    select: { catalog: { select: { timeZone: true, currency: true } } },
  });
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const { timeZone: tz, currency } = workspace.catalog;
  // Two days back: a day that daylight saving makes longer would not reach into yesterday by one.
  const days = intervalsOf({ startMs: nowMs - 2 * DAY_MS, endMs: nowMs + 1 }, 'day', tz);
  const [yesterday, today] = days.slice(-2) as [Interval, Interval];
  const soFar = { startMs: yesterday.startMs, endMs: sameTime(nowMs, today, yesterday) };
  const [of, ofYesterday, ofYesterdaySoFar, first] = await Promise.all([
    totals(workspaceId, today),
    totals(workspaceId, yesterday),
    totals(workspaceId, soFar),
    firstRequestAt(workspaceId),
  ]);
  return {
    today: of,
    yesterday: ofYesterday,
    yesterday_so_far: ofYesterdaySoFar,
    first_request_at: first?.toISOString() ?? null,
    tz,
    currency,
  };
}

/** As far into yesterday as now is into today, in whole quarter-hours and never past its end. */
function sameTime(nowMs: number, today: Interval, yesterday: Interval): number {
  const elapsedMs = Math.ceil((nowMs + 1 - today.startMs) / QUARTER_MS) * QUARTER_MS;
  return Math.min(yesterday.startMs + elapsedMs, yesterday.endMs);
}

async function totals(workspaceId: string, { startMs, endMs }: Interval): Promise<UsageAmounts> {
  const answer = await usage(workspaceId, {
    from: new Date(startMs).toISOString(),
    to: new Date(endMs).toISOString(),
    interval: 'day',
    tz: 'UTC',
  });
  return answer.totals;
}

/** The minute (or the quarter-hour, where minutes are no longer kept) of its first admitted request. */
async function firstRequestAt(workspaceId: string): Promise<Date | null> {
  const where = { workspaceId, requests: { gt: 0 } };
  const orderBy = { startAt: 'asc' } as const;
  const quarter = await db().rollupQuarter.findFirst({ where, orderBy, select: { startAt: true } });
  if (!quarter) return null;
  const end = new Date(quarter.startAt.getTime() + QUARTER_MS);
  const minute = await db().rollupMinute.findFirst({
    where: { ...where, startAt: { gte: quarter.startAt, lt: end } },
    orderBy,
    select: { startAt: true },
  });
  return minute?.startAt ?? quarter.startAt;
}

/** Admitted requests of the last 24 hours (to the quarter-hour) of many workspaces; those without any are absent. */
export async function requestsLastDay(
  workspaceIds: readonly string[],
  nowMs = Date.now(),
): Promise<Map<string, number>> {
  const sums = await db().rollupQuarter.groupBy({
    by: ['workspaceId'],
    where: {
      workspaceId: { in: [...workspaceIds] },
      startAt: { gte: new Date(Math.floor((nowMs - DAY_MS) / QUARTER_MS) * QUARTER_MS) },
    },
    _sum: { requests: true },
  });
  return new Map(sums.map((row) => [row.workspaceId, Number(row._sum.requests ?? 0)]));
}
