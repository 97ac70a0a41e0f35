import { AppError } from '../../errors';
import { problemOfLimit } from '../../plans/check-limit';
import { limitId, parseWindow } from '../../plans/limit';
import type { PlanLimitInput } from './schema';

/** The id of the limit that a row of the editor makes (`limitId`). */
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
  const problem = problemOfLimit(limit);
  if (problem) return problem;
  if (limit.custom && limit.limit !== null) {
    return { field: 'limit', message: 'must be null where each workspace has a number of its own' };
  }
  if (limit.ceiling !== null && (limit.limit === null || limit.ceiling < limit.limit)) {
    return { field: 'ceiling', message: 'must be at least the limit' };
  }
  return null;
}
