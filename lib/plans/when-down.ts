import type { Limit, WhenDown } from './limit';

/**
 * What a limit does when the store is down, unless a plan says otherwise: money, monthly quotas and
 * storage close; rates, leases and daily limits go on from each instance's own count; unlimited stays open.
 */
export function defaultWhenDown(limit: Pick<Limit, 'metric' | 'window' | 'capacity'>): WhenDown {
  if (limit.capacity === null) return 'open';
  if (limit.metric === 'cost') return 'closed';
  const { window } = limit;
  if (window.kind === 'rolling' || window.kind === 'concurrent') return 'local';
  return window.kind === 'calendar' && window.unit === 'day' ? 'local' : 'closed';
}
