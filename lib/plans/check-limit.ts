import { type Limit, parseWindow } from './limit';

const MONTH_MS = 31 * 86_400_000;

/** What of a limit is wrong, as a sentence about that field. */
export interface LimitProblem {
  field: 'window' | 'scope';
  message: string;
}

/**
 * What no single field of a limit can tell: that the engine could not hold it. A rolling window without an end
 * would outlive every instant that a date can name.
 * @param window as `formatWindow` spells it
 */
export function problemOfLimit(
  limit: Pick<Limit, 'metric' | 'scope'> & { window: string },
): LimitProblem | null {
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
