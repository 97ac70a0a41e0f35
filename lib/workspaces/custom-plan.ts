import { AppError } from '../errors';
import { problemOfLimit } from '../plans/check-limit';
import { limitId, type Metric, parseWindow, type Scope } from '../plans/limit';
import type { LimitInput } from '../plans/schema';

interface PlanLimitRow {
  metric: string;
  resource: string;
  scope: string;
  window: string;
  custom: boolean;
}

const idOf = (limit: Pick<LimitInput, 'metric' | 'resource' | 'scope' | 'window'>): string =>
  limitId({ ...limit, window: parseWindow(limit.window) });

/**
 * A plan with custom numbers needs each of them as a custom limit of the workspace (null: unlimited).
 * @throws AppError `invalid_request` that names those missing
 */
export function requireCustomNumbers(
  plan: { name: string; limits: readonly PlanLimitRow[] },
  overrides: readonly LimitInput[],
): void {
  const given = new Set(overrides.map(idOf));
  const missing = plan.limits
    .filter((limit) => limit.custom)
    .map(({ metric, resource, scope, window }) => ({
      metric: metric as Metric,
      resource,
      scope: scope as Scope,
      window,
    }))
    .filter((limit) => !given.has(idOf(limit)));
  if (missing.length === 0) return;
  throw new AppError(
    'invalid_request',
    `The ${plan.name} plan has numbers that are agreed with each workspace. Give them in overrides: ${missing.map(named).join('; ')}.`,
    { field: 'overrides', missing },
  );
}

/** @throws AppError `invalid_request` naming the first that the engine could not hold, or that repeats a limit */
export function requireOverrides(overrides: readonly LimitInput[]): void {
  const seen = new Set<string>();
  for (const [i, override] of overrides.entries()) {
    const problem = problemOfLimit(override);
    if (problem) {
      const field = `overrides.${i}.${problem.field}`;
      throw new AppError('invalid_request', `${field} ${problem.message}.`, { field });
    }
    const id = idOf(override);
    if (seen.has(id)) {
      throw new AppError('invalid_request', `Two overrides set the same limit: ${named(override)}.`, {
        field: `overrides.${i}`,
      });
    }
    seen.add(id);
  }
}

const named = ({
  metric,
  resource,
  scope,
  window,
}: {
  metric: string;
  resource: string;
  scope: string;
  window: string;
}) => `${metric}${resource ? ` of ${resource}` : ''} per ${scope}, ${window}`;
