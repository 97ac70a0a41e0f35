import { AppError } from '../errors';
import { parseWindow } from '../plans/limit';

const wrong = (field: string, message: string) => new AppError('invalid_request', message, { field });

/** @throws AppError `invalid_request` for a rule that could never tell anything */
export function requireSense(rule: {
  limit: string | null;
  thresholds: readonly number[];
  projected: boolean;
}): void {
  if (rule.thresholds.length === 0 && !rule.projected) {
    throw wrong('thresholds', 'thresholds must name at least one percentage, unless projected is true.');
  }
  if (rule.limit === null) return;
  const window = rule.limit.slice(rule.limit.indexOf('/', rule.limit.indexOf('/') + 1) + 1);
  try {
    parseWindow(window);
  } catch {
    throw wrong('limit', `limit must end in a window, such as "month UTC 1"; "${window}" is none.`);
  }
}
