import { AppError } from '../errors';
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

/** @throws AppError `invalid_request` where two overrides speak of one limit, or a zone is unknown */
export function requireDistinct(overrides: readonly LimitInput[]): void {
  const seen = new Set<string>();
  for (const [i, override] of overrides.entries()) {
    requireZone(override.window, i);
    const id = idOf(override);
    if (seen.has(id)) {
      throw new AppError('invalid_request', `Two overrides set the same limit: ${named(override)}.`, {
        field: `overrides.${i}`,
      });
    }
    seen.add(id);
  }
}

function requireZone(text: string, index: number): void {
  const window = parseWindow(text);
  if (window.kind !== 'calendar') return;
  const anchored = Number.isInteger(window.anchorDay) && window.anchorDay >= 1 && window.anchorDay <= 31;
  try {
    new Intl.DateTimeFormat('en', { timeZone: window.zone });
    if (anchored) return;
  } catch {
    // an unknown zone, told below
  }
  throw new AppError(
    'invalid_request',
    `overrides.${index}.window must name an IANA time zone and a day from 1 to 31, such as "month Asia/Kolkata 1".`,
    { field: `overrides.${index}.window` },
  );
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
