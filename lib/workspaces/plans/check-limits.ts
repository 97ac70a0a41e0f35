import { AppError } from '../../errors';
import { limitId, parseWindow } from '../../plans/limit';
import type { PlanLimitInput } from './schema';

const MONTH_MS = 31 * 86_400_000;

export const idOfLimit = ({ metric, resource, scope, window }: Omit<PlanLimitInput, 'limit'>): string =>
  limitId({ metric, resource: resource ?? '', scope, window: parseWindow(window) });

/**
 * What no single field can tell: limits that the engine could not hold, or that contradict each other.
 * @throws AppError `invalid_request` naming the first one
 */
export function checkLimits(limits: readonly PlanLimitInput[]): void {
  const seen = new Map<string, number>();
  for (const [i, limit] of limits.entries()) {
    const problem = problemOf(limit);
    if (problem) refuse(`limits.${i}.${problem.field}`, problem.message);
    const id = idOfLimit(limit);
    const before = seen.get(id);
    if (before !== undefined) {
      refuse(
        `limits.${i}`,
        `counts the same as limits.${before}: metric, resource, scope and window are alike`,
      );
    }
    seen.set(id, i);
  }
}

function refuse(field: string, message: string): never {
  throw new AppError('invalid_request', `${field} ${message}.`, { field });
}

function problemOf(limit: PlanLimitInput): { field: string; message: string } | null {
  const window = parseWindow(limit.window);
  if (window.kind === 'calendar' && !isCalendar(window)) {
    return {
      field: 'window',
      message: 'must name an IANA time zone and a day from 1 to 31, such as "month Asia/Kolkata 1"',
    };
  }
  if (window.kind === 'rolling' && window.windowMs > MONTH_MS) {
    return { field: 'window', message: `must not be longer than 31 days (${MONTH_MS} ms)` };
  }
  if (window.kind === 'concurrent' && limit.metric !== 'requests') {
    return { field: 'window', message: 'is about requests that run at once: the metric must be requests' };
  }
  if ((window.kind === 'standing') !== (limit.metric === 'bytes')) {
    return { field: 'window', message: 'must be "standing" for bytes, and for nothing else' };
  }
  if (limit.metric === 'bytes' && limit.scope !== 'workspace') {
    return { field: 'scope', message: 'must be "workspace" for bytes: files belong to the workspace' };
  }
  if (limit.custom && limit.limit !== null) {
    return { field: 'limit', message: 'must be null where each workspace has a number of its own' };
  }
  if (limit.ceiling !== null && (limit.limit === null || limit.ceiling < limit.limit)) {
    return { field: 'ceiling', message: 'must be at least the limit' };
  }
  return null;
}

function isCalendar({ zone, anchorDay }: { zone: string; anchorDay: number }): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  return Number.isInteger(anchorDay) && anchorDay >= 1 && anchorDay <= 31;
}
