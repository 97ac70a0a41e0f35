import type { Prisma } from '../../db/generated/client';
import { newId } from '../../ids';
import { formatWindow, type Limit, limitId, parseWindow } from '../../plans/limit';
import { defaultWhenDown } from '../../plans/when-down';
import { idOfLimit } from './check-limits';
import type { PlanLimitInput } from './schema';

interface KeptRow {
  metric: string;
  resource: string;
  scope: string;
  window: string;
  whenDown: string;
}

/** Rows of plan_limits in the order given. @param kept rows of before: what they do when the store is down stays */
export function rowsOf(
  planId: string,
  limits: readonly PlanLimitInput[],
  kept: readonly KeptRow[],
): Prisma.PlanLimitCreateManyInput[] {
  const whenDown = new Map(kept.map((row) => [idOfRow(row), row.whenDown]));
  return limits.map((limit, position) => {
    const window = parseWindow(limit.window);
    const fallback = defaultWhenDown({ metric: limit.metric, window, capacity: limit.limit });
    // A limit that becomes unlimited, or no longer is, is another thing to be without.
    const before = whenDown.get(idOfLimit(limit));
    const stays = before !== undefined && (before === 'open') === (fallback === 'open');
    return {
      id: newId(),
      planId,
      position,
      metric: limit.metric,
      resource: limit.resource ?? '',
      scope: limit.scope,
      // One spelling for each window: it is part of a counter's name.
      window: formatWindow(window),
      capacity: limit.limit,
      ceiling: limit.ceiling,
      custom: limit.custom,
      whenDown: stays ? before : fallback,
    };
  });
}

const idOfRow = (row: KeptRow): string =>
  limitId({
    metric: row.metric as Limit['metric'],
    resource: row.resource,
    scope: row.scope as Limit['scope'],
    window: parseWindow(row.window),
  });
