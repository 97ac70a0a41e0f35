import type { Window } from '../plans/limit';
import { type Period, periodsAt } from '../plans/period';

const HOUR_MS = 3_600_000;

/**
 * The period in which a threshold is told once. A calendar limit's own day or month. Windows that roll have no
 * period: they are told once in each span of their length (UTC), and no more than once an hour. A lifetime is one
 * period. What is held at once or stored is told once an hour.
 */
export function periodOf(window: Window, atMs: number): Period | { startMs: number; endMs: null } {
  if (window.kind === 'calendar') return periodsAt(window, atMs)[0];
  if (window.kind === 'lifetime') return { startMs: 0, endMs: null };
  const spanMs = window.kind === 'rolling' ? Math.max(window.windowMs, HOUR_MS) : HOUR_MS;
  const startMs = Math.floor(atMs / spanMs) * spanMs;
  return { startMs, endMs: startMs + spanMs };
}
